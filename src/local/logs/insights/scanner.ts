/** A query that is none of the language's: where, in characters from its start, and why. */
export class QuerySyntaxError extends Error {
  readonly start: number
  readonly end: number
  constructor(message: string, start: number, end: number) {
    super(message)
    this.start = start
    this.end = end
  }
}

/** A query that AWS would take, and the embedded cloud does not: it names what is missing. */
export class NotInSubset extends Error {}

/** A place in a query that is being read. White space and `# comments` before what is asked for are skipped. */
export interface QueryScanner {
  /** Characters from the query's start to what comes next. */
  place(): number
  ended(): boolean
  /** Takes these characters if they come next. */
  take(symbol: string): boolean
  /** Takes a whole word, in any case of letters, if it comes next. */
  keyword(word: string): boolean
  /** A field's or a function's name: bare (`@message`, `a.b.0`) or in backticks. */
  name(): { readonly text: string; readonly quoted: boolean } | null
  number(): number | null
  /** A number with a unit, such as `5m`. */
  duration(): { readonly count: number; readonly unit: string } | null
  /** In single or double quotes. */
  quoted(): string | null
  /** `/expression/`, by whose `(?i)` at the start the case of letters does not matter. */
  regex(): RegExp | null
  /** The text from a place to the end of what was taken last. */
  since(start: number): string
  fail(message?: string): never
}

const SPACE = /(?:\s+|#[^\n]*)*/y
const NAME = /@?[A-Za-z_][\w.@]*/y
const WORD = /[A-Za-z_]\w*/y
const BACKTICKS = /`([^`]+)`/y
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y
const DURATION = /(\d+)\s*([A-Za-z]+)/y
const QUOTED = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/sy
const REGEX = /\/((?:[^/\\\n]|\\.)+)\//y

export const scanQuery = (query: string): QueryScanner => {
  let at = 0
  /** Behind what was taken last: white space and comments may have been skipped since. */
  let end = 0
  const skip = (): void => {
    SPACE.lastIndex = at
    SPACE.exec(query)
    at = SPACE.lastIndex
  }
  const read = (form: RegExp): RegExpExecArray | null => {
    skip()
    form.lastIndex = at
    const found = form.exec(query)
    if (found === null) return null
    at = form.lastIndex
    end = at
    return found
  }
  const fail = (message?: string): never => {
    skip()
    const symbol = /^(?:\w+|.)/s.exec(query.slice(at))?.[0] ?? ''
    const line = query.slice(0, at).split('\n')
    const where = `at line ${line.length} and position ${(line.at(-1)?.length ?? 0) + 1}`
    const what = message ?? (symbol === '' ? 'unexpected end of the query' : `unexpected symbol found ${symbol}`)
    throw new QuerySyntaxError(`${what} ${where}`, at, Math.max(at, at + symbol.length - 1))
  }
  return {
    place() {
      skip()
      return at
    },
    ended() {
      skip()
      return at >= query.length
    },
    take(symbol) {
      skip()
      const comes = query.startsWith(symbol, at)
      if (comes) {
        at += symbol.length
        end = at
      }
      return comes
    },
    keyword(word) {
      const [start, before] = [at, end]
      if (read(WORD)?.[0].toLowerCase() === word) return true
      at = start
      end = before
      return false
    },
    name() {
      const ticks = read(BACKTICKS)
      if (ticks !== null) return { text: ticks[1] ?? '', quoted: true }
      const bare = read(NAME)
      return bare && { text: bare[0], quoted: false }
    },
    number() {
      const found = read(NUMBER)
      return found && Number(found[0])
    },
    duration() {
      const found = read(DURATION)
      return found && { count: Number(found[1]), unit: found[2] ?? '' }
    },
    quoted() {
      const found = read(QUOTED)
      return found && (found[1] ?? found[2] ?? '').replace(/\\(["'\\])/g, '$1')
    },
    regex() {
      const found = read(REGEX)
      if (found === null) return null
      const source = (found[1] ?? '').replace(/\\\//g, '/')
      const open = /^\(\?i\)/.exec(source)
      try {
        return new RegExp(source.slice(open?.[0].length ?? 0), open ? 'i' : '')
      } catch {
        at = found.index
        return fail(`invalid regular expression ${found[0]}`)
      }
    },
    since: (start) => query.slice(start, end),
    fail,
  }
}
