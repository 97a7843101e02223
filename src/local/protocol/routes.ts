import type { Route } from '../service.ts'

export interface Match {
  readonly operation: string
  readonly parameters: Readonly<Record<string, unknown>>
}

const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split(/(\{\w+\+?\})/)
      .map((part) => {
        const name = /^\{(\w+)(\+?)\}$/.exec(part)
        return name ? `(?<${name[1]}>${name[2] ? '.+' : '[^/]+'})` : part.replace(/[.*+?^$()|[\]\\]/g, '\\$&')
      })
      .join('')}/?$`,
  )

const queryOf = (query: string): Record<string, unknown> => {
  const found: Record<string, string | string[]> = {}
  const parameters = new URLSearchParams(query)
  for (const name of parameters.keys()) {
    const all = parameters.getAll(name)
    found[name] = all.length === 1 ? (all[0] ?? '') : all
  }
  return found
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The first route that fits wins: a table lists its narrower paths first. Path parameters outrank query parameters of the same name. */
export const routeMatcher = (routes: readonly Route[]): ((method: string, url: string) => Match | null) => {
  const compiled = routes.map((route) => ({ ...route, pattern: patternOf(route.path) }))
  return (method, url) => {
    const at = url.indexOf('?')
    const path = at < 0 ? url : url.slice(0, at)
    for (const route of compiled) {
      const match = route.method === method ? route.pattern.exec(path) : null
      if (match === null) continue
      const named = Object.entries(match.groups ?? {}).map(([name, text]) => [name, decoded(text)])
      return {
        operation: route.operation,
        parameters: { ...queryOf(at < 0 ? '' : url.slice(at + 1)), ...Object.fromEntries(named) },
      }
    }
    return null
  }
}
