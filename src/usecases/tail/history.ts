import type { RawLogEvent } from '../../domain/log-event.ts'

type Pages = AsyncIterable<readonly RawLogEvent[]>

/** What has nothing before a time: nobody waits for it until that time has come. Null: it may have something at any time. */
export interface Aside {
  readonly pages: Pages
  readonly quietUntil: number | null
}

/** How long the first page of every group is waited for; who has none then is told to end, and is left out. */
export interface Patience {
  readonly over: Promise<void>
  readonly leave: (nth: number) => void
}

interface Cursor {
  readonly pages: AsyncIterator<readonly RawLogEvent[]>
  page: readonly RawLogEvent[]
  at: number
  /** Its first page has not been waited for yet: nothing of it comes before this. */
  quietUntil: number | null
  /** Its first page is under way. */
  filling: Promise<boolean> | null
}

const cursorOf = (pages: Pages, quietUntil: number | null): Cursor => ({
  pages: pages[Symbol.asyncIterator](),
  page: [],
  at: 0,
  quietUntil,
  filling: null,
})

/**
 * Merges the pages of several groups into one stream in time order, in runs: as long as one group's events come before everybody
 * else's next one they are handed on together. Each group holds one page; its next one is under way meanwhile. What stands aside is
 * begun when the first run is out, or sooner where its place is first.
 */
export async function* mergeByTime(
  groups: readonly Pages[],
  asides: readonly Aside[] = [],
  patience: Patience | null = null,
): AsyncGenerator<readonly RawLogEvent[]> {
  const cursors = groups.map((pages) => cursorOf(pages, null))
  const aside = asides.map(({ pages, quietUntil }) => cursorOf(pages, quietUntil ?? Number.NEGATIVE_INFINITY))
  for (const cursor of aside) if (cursor.quietUntil === Number.NEGATIVE_INFINITY) void begin(cursor)
  try {
    const filled = await firstPages(cursors, patience)
    let open = [...cursors.filter((_, n) => filled[n]), ...aside]
    /** Runs that nobody had to be waited for in between go out together: each step of a stream costs more than an event. */
    let runs: RawLogEvent[] = []
    while (open.length > 0) {
      const [first, limit] = firstOf(open)
      if (first.quietUntil !== null) {
        if (runs.length > 0) yield runs
        runs = []
        first.quietUntil = null
        if (!(await begin(first))) open = open.filter((cursor) => cursor !== first)
        continue
      }
      const from = first.at
      while (first.at < first.page.length && first.page[first.at]!.at <= limit) first.at++
      const isWhole = from === 0 && first.at === first.page.length && runs.length === 0
      if (!isWhole) for (let n = from; n < first.at; n++) runs.push(first.page[n]!)
      if (first.at < first.page.length) continue
      yield isWhole ? first.page : runs
      runs = []
      for (const cursor of aside) void begin(cursor)
      if (!(await fill(first))) open = open.filter((cursor) => cursor !== first)
    }
  } finally {
    await Promise.all(cursors.map(({ pages }) => pages.return?.()))
    // Nobody waits for what stands aside, at the end neither.
    for (const { pages } of aside) pages.return?.().catch(() => {})
  }
}

const firstPages = async (cursors: readonly Cursor[], patience: Patience | null): Promise<readonly boolean[]> => {
  const fills = cursors.map(fill)
  if (patience === null) return Promise.all(fills)
  const waiting = new Set(fills.keys())
  const filled = Promise.all(fills.map((page, nth) => page.finally(() => waiting.delete(nth))))
  await Promise.race([filled, patience.over])
  for (const nth of waiting) patience.leave(nth)
  return filled
}

const begin = (cursor: Cursor): Promise<boolean> => {
  if (cursor.filling === null) {
    cursor.filling = fill(cursor)
    // It is looked at when its turn comes; until then a failure must not count as unhandled.
    cursor.filling.catch(() => {})
  }
  return cursor.filling
}

const nextOf = ({ page, at, quietUntil }: Cursor): number => quietUntil ?? page[at]!.at

const fill = async (cursor: Cursor): Promise<boolean> => {
  do {
    const { done, value } = await cursor.pages.next()
    if (done) return false
    cursor.page = value
    cursor.at = 0
  } while (cursor.page.length === 0)
  return true
}

/** The cursor whose next event is the oldest, and the time of the oldest event of all others. */
const firstOf = (cursors: readonly Cursor[]): readonly [Cursor, number] => {
  let first = cursors[0]!
  let limit = Number.POSITIVE_INFINITY
  for (let n = 1; n < cursors.length; n++) {
    const cursor = cursors[n]!
    const time = nextOf(cursor)
    if (time < nextOf(first)) {
      limit = Math.min(limit, nextOf(first))
      first = cursor
    } else limit = Math.min(limit, time)
  }
  return [first, limit]
}
