import { boolean, integer, string } from '@oclif/core/flags'

const what = { helpGroup: 'WHAT' }

/** From when to when. */
export const windowFlags = {
  since: string({
    ...what,
    helpValue: 'TIME',
    default: '15m',
    description: "from when: 10m, 1h30m, 12:34, '2h ago', ISO 8601, deploy",
  }),
  until: string({ ...what, helpValue: 'TIME', description: 'up to when (default: now)' }),
}

/** The flags of `slsops traces`. */
export const tracesFlags = {
  ...windowFlags,
  faults: boolean({ ...what, description: 'only with a fault somewhere: a 5xx, or an unhandled exception' }),
  errors: boolean({ ...what, description: 'only with an error somewhere: a 4xx, or throttling' }),
  slow: string({
    ...what,
    helpValue: 'TIME',
    description: 'only those that took so long or longer, such as 1s or 300ms',
  }),
  function: string({
    ...what,
    multiple: true,
    helpValue: 'NAME',
    description: 'only through this function: logical id, name, ARN, a part of one, or a glob',
  }),
  user: string({ ...what, helpValue: 'NAME', description: 'only of this user, as the app told X-Ray' }),
  annotation: string({
    ...what,
    multiple: true,
    helpValue: 'KEY=VALUE',
    description: 'only with this annotation; all of them where several are given',
  }),
  filter: string({ ...what, helpValue: 'EXPR', description: "a filter expression of X-Ray's own" }),
  sort: string({
    ...what,
    options: ['time', 'duration'],
    default: 'time',
    description: 'the newest first, or the longest',
  }),
  limit: integer({
    ...what,
    char: 'n',
    helpValue: 'N',
    min: 1,
    max: 10_000,
    default: 50,
    description: 'at most so many traces',
  }),
  follow: boolean({ ...what, char: 'f', description: 'go on with what comes, until Ctrl-C' }),
  interactive: boolean({
    ...what,
    allowNo: true,
    default: true,
    description: 'on a terminal: a list to walk through; --no-interactive prints it',
  }),
}

export interface WindowWords {
  readonly since: string
  readonly until?: string | undefined
  readonly timezone?: string | undefined
}

export interface TracesFlags extends WindowWords {
  readonly faults: boolean
  readonly errors: boolean
  readonly slow?: string | undefined
  readonly function?: string[] | undefined
  readonly user?: string | undefined
  readonly annotation?: string[] | undefined
  readonly filter?: string | undefined
  readonly sort: string
  readonly limit: number
  readonly follow: boolean
  readonly interactive: boolean
  readonly quiet: boolean
  readonly debug: boolean
  readonly 'no-color': boolean
}
