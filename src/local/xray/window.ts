import { invalid } from './filter.ts'

/** StartTime and EndTime of a request, epoch seconds; a window longer than so many hours is refused. */
export const windowOf = (input: Readonly<Record<string, unknown>>, hours: number): readonly [number, number] => {
  const { StartTime: from, EndTime: to } = input
  if (typeof from !== 'number' || typeof to !== 'number') throw invalid('StartTime and EndTime are required')
  if (from > to) throw invalid('StartTime must be before EndTime')
  if (to - from > hours * 3600) throw invalid(`Time range cannot be longer than ${hours} hours`)
  return [from, to]
}
