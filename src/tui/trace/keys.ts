/** What a person can ask for with a key. */
export type Command =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'half-up'
  | 'half-down'
  | 'first'
  | 'last'
  | 'enter'
  | 'focus'
  | 'details'
  | 'back'
  | 'quit'
  | 'interrupt'
  | 'suspend'
  | 'help'
  | 'filter'
  | 'search'
  | 'next-match'
  | 'previous-match'
  | 'sort'
  | 'follow'
  | 'fold'
  | 'unfold'
  | 'toggle'
  | 'fold-all'
  | 'unfold-all'
  | 'narrower'
  | 'wider'
  | 'tab-1'
  | 'tab-2'
  | 'tab-3'
  | 'tab-4'
  | 'tab-5'
  | 'logs'
  | 'map'
  | 'next-error'
  | 'previous-error'
  | 'critical'
  | 'zoom'
  | 'zoom-out'
  | 'copy'
  | 'console'
  | 'again'

export type Place = 'list' | 'trace' | 'map'

export interface Binding {
  /** As `keyNames` calls them. */
  readonly keys: readonly string[]
  readonly command: Command
  readonly help: string
  readonly where: readonly Place[]
  /** A word or two for the last line of the screen; null where it is only in the help. */
  readonly short: string | null
}

const everywhere: readonly Place[] = ['list', 'trace', 'map']
const lists: readonly Place[] = ['list', 'map']
const list: readonly Place[] = ['list']
const trace: readonly Place[] = ['trace']

const bind = (
  where: readonly Place[],
  keys: string,
  command: Command,
  help: string,
  short: string | null = null,
): Binding => ({ keys: keys.split(' '), command, help, where, short })

/** Every key of the explorer, in the order of its help. The last line, the help and the README are made of it. */
export const bindings: readonly Binding[] = [
  bind(everywhere, 'j down', 'down', 'one line down', 'move'),
  bind(everywhere, 'k up', 'up', 'one line up'),
  bind(everywhere, 'pgdn', 'page-down', 'a page down'),
  bind(everywhere, 'pgup', 'page-up', 'a page up'),
  bind(everywhere, 'ctrl-d', 'half-down', 'half a page down'),
  bind(everywhere, 'ctrl-u', 'half-up', 'half a page up'),
  bind(everywhere, 'g home', 'first', 'first line'),
  bind(everywhere, 'G end', 'last', 'last line'),
  bind(list, 'enter', 'enter', 'open the trace', 'open'),
  bind(list, '/', 'filter', 'filter by words: service, root, cause, status, annotation, id', 'filter'),
  bind(list, 's', 'sort', 'sort by time or by duration', 'sort'),
  bind(list, 'f', 'follow', 'follow: add traces as they come; again: hold them back', 'follow'),
  bind(trace, 'right', 'unfold', 'unfold, or go to the first child; a linked trace is read now', 'fold'),
  bind(trace, 'left', 'fold', 'fold, or go to the parent'),
  bind(trace, 'space', 'toggle', 'fold or unfold'),
  bind(trace, '[', 'fold-all', 'fold all'),
  bind(trace, ']', 'unfold-all', 'unfold all'),
  bind(trace, 'enter', 'enter', 'show the details; again: move in them', 'detail'),
  bind(trace, 'tab', 'focus', 'move in the tree or in the details'),
  bind(trace, 'd', 'details', 'show the details or not'),
  bind(trace, '1', 'tab-1', 'details: overview'),
  bind(trace, '2', 'tab-2', 'details: annotations, metadata, AWS, SQL, HTTP'),
  bind(trace, '3', 'tab-3', 'details: exceptions with their stacks'),
  bind(trace, '4', 'tab-4', 'details: log lines'),
  bind(trace, '5', 'tab-5', 'details: links to other traces'),
  bind(trace, 'l', 'logs', "the span's own log lines", 'logs'),
  bind(trace, 'e', 'next-error', 'next error', 'next error'),
  bind(trace, 'E', 'previous-error', 'previous error'),
  bind(trace, '/', 'search', 'search names, annotations and exceptions', 'search'),
  bind(trace, 'n', 'next-match', 'next match'),
  bind(trace, 'N', 'previous-match', 'previous match'),
  bind(trace, 'c', 'critical', 'critical path on or off', 'critical path'),
  bind(trace, 'z', 'zoom', 'zoom the time axis to the span', 'zoom'),
  bind(trace, 'Z', 'zoom-out', 'zoom out again'),
  bind(trace, '<', 'narrower', 'narrower names, wider bars'),
  bind(trace, '>', 'wider', 'wider names, narrower bars'),
  bind(['map'], 'enter', 'enter', "filter the list by this node's name", 'its traces'),
  bind(['list', 'trace'], 'm', 'map', 'service map', 'map'),
  bind(['list', 'trace'], 'y', 'copy', "copy the id of the trace or span, by the terminal's clipboard", 'copy id'),
  bind(trace, 'o', 'console', 'open it in the AWS console', 'console'),
  bind(['trace', 'map'], 'r', 'again', 'read it again'),
  bind(lists, 'left', 'back', 'go back'),
  bind(everywhere, 'esc', 'back', 'go back one step', 'back'),
  bind(everywhere, 'q', 'quit', 'quit', 'quit'),
  bind(everywhere, 'ctrl-c', 'interrupt', 'quit with exit code 130'),
  bind(everywhere, 'ctrl-z', 'suspend', 'to the background; fg brings it back'),
  bind(everywhere, '?', 'help', 'this help', 'help'),
]

const keysOf = (place: Place): ReadonlyMap<string, Command> => {
  const here = bindings.filter(({ where }) => where.includes(place))
  return new Map(here.flatMap(({ keys, command }) => keys.map((key) => [key, command] as const)))
}

const byPlace: Readonly<Record<Place, ReadonlyMap<string, Command>>> = {
  list: keysOf('list'),
  trace: keysOf('trace'),
  map: keysOf('map'),
}

/** What a key means in a place; null where it means nothing. */
export const commandOf = (key: string, place: Place): Command | null => byPlace[place].get(key) ?? null

const shown: Readonly<Record<string, readonly [unicode: string, ascii: string]>> = {
  up: ['↑', 'up'],
  down: ['↓', 'down'],
  left: ['←', 'left'],
  right: ['→', 'right'],
  pgdn: ['PgDn', 'PgDn'],
  pgup: ['PgUp', 'PgUp'],
  home: ['Home', 'Home'],
  end: ['End', 'End'],
}

/** The name of a key for people. */
export const keyText = (key: string, unicode: boolean): string =>
  shown[key]?.[unicode ? 0 : 1] ?? (key.startsWith('ctrl-') ? `Ctrl-${key.slice(5)}` : key)

/** Pairs that read better as one. */
const together: Readonly<Record<string, readonly [unicode: string, ascii: string]>> = {
  down: ['j/k', 'j/k'],
  unfold: ['←/→', 'left/right'],
}

/** The words of the last line for a place, in the order in which they matter. */
export const footerWords = (
  place: Place,
  unicode: boolean,
): readonly { readonly key: string; readonly word: string }[] =>
  bindings
    .filter(({ where, short }) => where.includes(place) && short !== null)
    .map(({ keys, command, short }) => {
      return { key: together[command]?.[unicode ? 0 : 1] ?? keyText(keys[0]!, unicode), word: short! }
    })
