import type { Item } from '../../domain/item/attribute.ts'
import { toDynamoDbJson } from '../../domain/item/dynamodb-json.ts'
import { ExitCode } from '../../domain/problem.ts'
import { itemLine } from '../../output/dynamodb-items.ts'
import { totalsLine } from '../../output/dynamodb-notes.ts'
import { lineWriter } from '../../output/writer.ts'
import { added, noTotals, type PagesWanted, readPages } from '../../usecases/dynamodb/read-pages.ts'
import { readResumePoint, removeResumePoint, writeResumePoint } from '../../usecases/dynamodb/resume-file.ts'
import type { ReadVerb } from './read-verb.ts'

/** The question in one text: only the same one may go on from a resume file. */
const asked = ({ place, flags, key, descending }: ReadVerb): string => {
  const conditions = key.map(({ name, op, values }) => [name, op, values.map((value) => toDynamoDbJson({ value }))])
  return JSON.stringify([
    place.facts.arn ?? place.table,
    flags.index ?? null,
    conditions,
    flags.filter ?? [],
    descending,
    flags.raw,
  ])
}

/**
 * All items, a page in memory at a time. How far it got is noted when the page is out, and not before: after a kill between the two that
 * page comes again, and none is ever missing.
 */
export const streamVerb = async (verb: ReadVerb, pages: (from: Item | null) => PagesWanted): Promise<number> => {
  const { call, place, flags, guard, dot } = verb
  const { resume, raw } = flags
  const what = asked(verb)
  const begun = resume === undefined ? null : await readResumePoint(resume, what)
  if (begun) call.note(`going on after ${begun.returned} items, as ${resume} says`)
  let broken = false
  const out = lineWriter(process.stdout, {
    onBrokenPipe: () => {
      broken = true
    },
  })
  let totals = noTotals
  for await (const page of readPages(place.session, pages(begun?.lastKey ?? null))) {
    for (const item of page.items) {
      const behind = out.write(itemLine(item, { raw, guard }))
      if (behind !== null) await behind
    }
    await out.end()
    if (broken) return ExitCode.ok
    totals = added(totals, page)
    if (resume !== undefined && page.lastKey !== null) {
      await writeResumePoint(resume, {
        what,
        lastKey: page.lastKey,
        returned: (begun?.returned ?? 0) + totals.returned,
      })
    }
    call.signal.throwIfAborted()
  }
  if (resume !== undefined) await removeResumePoint(resume)
  call.note(totalsLine(totals, dot))
  return ExitCode.ok
}
