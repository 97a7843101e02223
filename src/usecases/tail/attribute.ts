import type { LogSource, RawLogEvent } from '../../domain/log-event.ts'

/** Length of the `YYYY/MM/DD/` that Lambda begins its stream names with. */
const DATE = 'YYYY/MM/DD/'.length

const isOf = ({ streamPart, streamStart }: LogSource, stream: string): boolean =>
  streamStart === undefined ? stream.startsWith(streamPart!, DATE) : stream.startsWith(streamStart)

/**
 * Whose event it is. A group that several functions share is told apart by its streams, `YYYY/MM/DD/<function>[version]<hex>`, and
 * one that workflows share by `states/<machine>/...`; undefined for a stream of such a group that belongs to none of the sources.
 */
export const attributor = (
  sources: readonly LogSource[],
): ((event: Pick<RawLogEvent, 'group' | 'stream'>) => LogSource | undefined) => {
  const whole = new Map<string, LogSource>()
  const shared = new Map<string, LogSource[]>()
  for (const source of sources) {
    if (source.streamPart === null && source.streamStart === undefined) {
      if (!whole.has(source.group)) whole.set(source.group, source)
    } else shared.set(source.group, [...(shared.get(source.group) ?? []), source])
  }
  const byStream = new Map<string, Map<string, LogSource | undefined>>()
  return ({ group, stream }) => {
    const parts = shared.get(group)
    if (parts === undefined) return whole.get(group)
    let known = byStream.get(group)
    if (known === undefined) {
      known = new Map()
      byStream.set(group, known)
    }
    if (known.has(stream)) return known.get(stream)
    const source = parts.find((part) => isOf(part, stream)) ?? whole.get(group)
    // Streams come and go with execution environments; what was learnt of them is cheap to learn again.
    if (known.size > 5000) known.clear()
    known.set(stream, source)
    return source
  }
}
