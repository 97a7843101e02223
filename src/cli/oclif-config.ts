import type { Config } from '@oclif/core/interfaces'

/**
 * As much of oclif's configuration as a command that is run needs: its name, and hooks that nobody registered. The real one
 * reads package.json, the manifest and the machine's folders, which takes as long as Node itself needs to start.
 */
export const bareConfig = (root: string): Config =>
  ({
    root,
    name: 'slsops',
    bin: 'slsops',
    topicSeparator: ' ',
    userAgent: 'slsops',
    runHook: async () => ({ successes: [], failures: [] }),
    scopedEnvVar: () => undefined,
    scopedEnvVarTrue: () => false,
    scopedEnvVarKey: (name: string) => `SLSOPS_${name}`,
    scopedEnvVarKeys: (name: string) => [`SLSOPS_${name}`],
  }) as unknown as Config
