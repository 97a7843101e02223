import { boolean, string } from '@oclif/core/flags'

/** The window that figures are of. */
export const figureFlags = {
  since: string({
    helpGroup: 'WHAT',
    helpValue: 'TIME',
    default: '1h',
    description: "figures from when: 10m, 1h30m, 12:34, '2h ago', ISO 8601, deploy",
  }),
  until: string({ helpGroup: 'WHAT', helpValue: 'TIME', description: 'figures up to when (default: now)' }),
  'no-figures': boolean({ helpGroup: 'WHAT', description: 'read no log lines: no invocations, errors, durations' }),
}
