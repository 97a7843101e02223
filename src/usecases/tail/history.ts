import type { RawLogEvent } from '../../domain/log-event.ts'

interface Cursor {
  readonly pages: AsyncIterator<readonly RawLogEvent[]>
  page: readonly RawLogEvent[]
  at: number
}

/**
 * Merges the pages of several groups into one stream in time order, in runs: as long as one group's events come before everybody
 * else's next one they are handed on together. Each group holds one page; its next one is under way meanwhile.
 */
export async function* mergeByTime(
  groups: readonly AsyncIterable<readonly RawLogEvent[]>[],
): AsyncGenerator<readonly RawLogEvent[]> {
  const cursors: Cursor[] = groups.map((pages) => ({ pages: pages[Symbol.asyncIterator](), page: [], at: 0 }))
  try {
    const filled = await Promise.all(cursors.map(fill))
    let open = cursors.filter((_, n) => filled[n])
    while (open.length > 0) {
      const [first, limit] = firstOf(open)
      const from = first.at
      while (first.at < first.page.length && first.page[first.at]!.at <= limit) first.at++
      yield from === 0 && first.at === first.page.length ? first.page : first.page.slice(from, first.at)
      if (first.at === first.page.length && !(await fill(first))) open = open.filter((cursor) => cursor !== first)
    }
  } finally {
    await Promise.all(cursors.map(({ pages }) => pages.return?.()))
  }
}

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
    const time = cursor.page[cursor.at]!.at
    if (time < first.page[first.at]!.at) {
      limit = Math.min(limit, first.page[first.at]!.at)
      first = cursor
    } else limit = Math.min(limit, time)
  }
  return [first, limit]
}
