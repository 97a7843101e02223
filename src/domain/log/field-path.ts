const has = (value: unknown, key: string): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)

/**
 * The value at `a.b.0.c`; undefined where there is none. A key may hold dots itself (`log.level`): the whole of what is left is tried
 * first, then its parts.
 */
export const fieldAt = (value: unknown, path: string): unknown => {
  if (has(value, path)) return value[path]
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot)
    if (!has(value, key)) continue
    const found = fieldAt(value[key], path.slice(dot + 1))
    if (found !== undefined) return found
  }
  return undefined
}
