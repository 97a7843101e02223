import { boolean, integer, string } from '@oclif/core/flags'

const what = { helpGroup: 'WHAT' }
const filters = { helpGroup: 'FILTERS' }
const ending = { helpGroup: 'WHEN IT ENDS' }
const looks = { helpGroup: 'HOW IT LOOKS' }

/** The flags of `slsops tail`. */
export const tailFlags = {
  'log-group': string({
    ...what,
    multiple: true,
    helpValue: 'NAME',
    description: 'any log group instead; needs no stack',
  }),
  source: string({
    ...what,
    multiple: true,
    helpValue: 'SORT',
    description: 'only these sorts of sources: function, api, workflow, bus, group (default: all)',
  }),
  since: string({
    ...what,
    helpValue: 'TIME',
    description: "from when: 10m, 1h30m, 12:34, '2h ago', ISO 8601, deploy (default: 10m)",
  }),
  until: string({ ...what, helpValue: 'TIME', description: 'up to when; does not follow' }),
  last: integer({
    ...what,
    char: 'n',
    min: 1,
    max: 100_000,
    helpValue: 'N',
    description: 'begin with the N newest lines, however old',
  }),
  follow: boolean({ ...what, char: 'f', allowNo: true, default: true, description: 'go on with what comes' }),
  order: string({
    ...what,
    options: ['time', 'arrival'],
    default: 'time',
    description: 'hold lines for 2 s to put them in order, or print them as they come',
  }),
  transport: string({
    ...what,
    options: ['auto', 'poll', 'live'],
    default: 'auto',
    description: 'how it follows: poll is free, live is Live Tail, which AWS bills by the minute (auto: poll)',
  }),
  overlap: string({
    ...what,
    helpValue: 'TIME',
    default: '60s',
    description: 'how late an event may come in and still be found',
  }),
  filter: string({ ...filters, helpValue: 'PATTERN', description: 'CloudWatch filter pattern, matched by AWS' }),
  grep: string({
    ...filters,
    multiple: true,
    helpValue: 'REGEX',
    description: 'only messages that match all of these',
  }),
  exclude: string({
    ...filters,
    multiple: true,
    helpValue: 'REGEX',
    description: 'no messages that match one of these',
  }),
  level: string({
    ...filters,
    helpValue: 'LEVEL',
    description: 'this level and above: trace, debug, info, warn, error, fatal',
  }),
  'request-id': string({ ...filters, helpValue: 'ID', description: 'only the lines of this request' }),
  errors: boolean({ ...filters, description: 'only what tells of a failure' }),
  for: string({ ...ending, helpValue: 'TIME', description: 'ends after this long' }),
  'idle-timeout': string({ ...ending, helpValue: 'TIME', description: 'ends when no line has come for this long' }),
  'until-match': string({
    ...ending,
    helpValue: 'REGEX',
    description: 'ends with the first line that matches; exit code 1 if none did',
  }),
  'fail-on': string({
    ...ending,
    multiple: true,
    helpValue: 'WHAT',
    description: 'ends with exit code 1 on error, timeout, oom, level:warn, or /REGEX/',
  }),
  'max-events': integer({ ...ending, min: 1, helpValue: 'N', description: 'ends after this many lines' }),
  'auth-timeout': string({
    ...ending,
    helpValue: 'TIME',
    description: 'how long to wait for new credentials when they expire (default: 5m; on a terminal, until Ctrl-C)',
  }),
  group: string({
    ...looks,
    options: ['requests'],
    description: 'a block for each invocation when it is over, instead of single lines',
  }),
  brief: boolean({ ...looks, description: 'with --group: what went well is its first line alone' }),
  stats: boolean({
    ...looks,
    description: 'figures for each function, under the lines on a terminal, else at the end',
  }),
  fields: string({
    ...looks,
    multiple: true,
    helpValue: 'A,B.C',
    description: 'only these fields of JSON lines, in this order',
  }),
  query: string({
    ...looks,
    helpValue: 'JMESPATH',
    description: 'what this finds in JSON lines (in the records of ndjson)',
  }),
  template: string({
    ...looks,
    helpValue: 'TEXT',
    description: "lines of your own: '{time} {function:<12} {level} {message}'",
  }),
  timestamps: string({
    ...looks,
    options: ['local', 'utc', 'relative', 'none'],
    default: 'local',
    description: 'times at the beginning of lines',
  }),
  highlight: string({ ...looks, multiple: true, helpValue: 'REGEX', description: 'mark what matches' }),
  wrap: boolean({
    ...looks,
    allowNo: true,
    default: true,
    description: 'break long lines under their message on a terminal',
  }),
  deploys: boolean({ ...looks, allowNo: true, default: true, description: 'a line in place for each deploy' }),
  platform: boolean({ ...looks, description: 'show START, END, REPORT and metric lines as they were' }),
  summary: boolean({ ...looks, description: 'end with a summary record (ndjson)' }),
  tee: string({ ...looks, helpValue: 'FILE', description: 'write the lines there as well' }),
}
