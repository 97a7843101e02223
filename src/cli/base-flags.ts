import { boolean, string } from '@oclif/core/flags'

/** Flags that every command has. Values are checked where they are used, so that the error can say what would be right. */
export const baseFlags = {
  stack: string({
    char: 's',
    helpGroup: 'APP',
    helpValue: 'NAME',
    description: 'CloudFormation stack of the app (default: SLSOPS_STACK, slsops.yaml, or what the folder says)',
  }),
  region: string({ helpGroup: 'APP', helpValue: 'REGION', description: 'AWS region' }),
  profile: string({ helpGroup: 'APP', helpValue: 'NAME', description: 'profile of the AWS configuration files' }),
  'endpoint-url': string({ helpGroup: 'APP', helpValue: 'URL', description: "another endpoint than AWS's own" }),
  demo: boolean({ helpGroup: 'APP', description: 'run on the sample app of `slsops demo`; needs no account' }),
  refresh: boolean({ helpGroup: 'APP', description: 'discover the app anew instead of using what is remembered' }),
  config: string({ helpGroup: 'APP', helpValue: 'FILE', description: 'configuration file (default: slsops.yaml)' }),
  'config-env': string({ helpGroup: 'APP', helpValue: 'NAME', description: 'environment of samconfig.toml' }),
  output: string({
    char: 'o',
    multiple: true,
    helpGroup: 'OUTPUT',
    helpValue: 'FORMAT[=FILE]',
    description: 'format of the answer; with =FILE it goes there as well',
  }),
  json: boolean({ helpGroup: 'OUTPUT', description: 'short for -o json' }),
  'no-color': boolean({ helpGroup: 'OUTPUT', description: 'no colours (NO_COLOR does the same)' }),
  timezone: string({
    helpGroup: 'OUTPUT',
    helpValue: 'ZONE',
    description: 'time zone of the times shown (default: local)',
  }),
  quiet: boolean({ char: 'q', helpGroup: 'OUTPUT', description: 'nothing on stderr but errors' }),
  timeout: string({
    helpGroup: 'RUN',
    helpValue: 'TIME',
    description: 'give up after this long, such as 30s or 5m (exit code 3)',
  }),
  yes: boolean({ char: 'y', helpGroup: 'RUN', description: 'answer yes where a command asks before it writes' }),
  'read-only': boolean({
    helpGroup: 'RUN',
    description: 'refuse whatever would write (SLSOPS_READ_ONLY does the same)',
  }),
  'show-secrets': boolean({
    helpGroup: 'OUTPUT',
    description: 'show what is masked otherwise: tokens, passwords, keys',
  }),
  debug: boolean({ helpGroup: 'RUN', description: 'show calls, their number and the causes of errors on stderr' }),
}
