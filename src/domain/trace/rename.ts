import { spans } from './flatten.ts'
import type { LinkedTrace } from './rows.ts'
import type { Span } from './span.ts'
import type { Trace } from './trace.ts'

/** What a person calls a service that X-Ray knows by its physical name; the same name for one that is not of the app. */
export type NameOf = (service: string) => string

/** The trace with the names that a person knows its services by, also in the words of its cause. Ids, ARNs and the rest stay as they are. */
export const renamed = (trace: Trace, nameOf: NameOf): Trace => {
  const all = [...spans(trace)]
  const names = new Map<string, string>()
  for (const { name, service } of all)
    for (const one of [name, service]) if (nameOf(one) !== one) names.set(one, nameOf(one))
  if (names.size === 0) return trace
  const done = new Map<Span, Span>()
  // From the last to the first, children are there before their parents; a chain may be too deep to recurse.
  for (const span of all.reverse()) {
    const { name, service, children } = span
    done.set(span, {
      ...span,
      name: names.get(name) ?? name,
      service: names.get(service) ?? service,
      children: children.map((child) => done.get(child)!),
    })
  }
  // A name may be the beginning of another one.
  const longest = [...names].sort(([a], [b]) => b.length - a.length)
  const { cause } = trace
  return {
    ...trace,
    roots: trace.roots.map((root) => done.get(root)!),
    cause: cause && {
      ...cause,
      summary: longest.reduce((text, [from, to]) => text.replaceAll(from, to), cause.summary),
    },
  }
}

export const renamedLinks = (links: readonly LinkedTrace[], nameOf: NameOf): readonly LinkedTrace[] =>
  links.map((one) => ({ ...one, trace: renamed(one.trace, nameOf), through: nameOf(one.through) }))
