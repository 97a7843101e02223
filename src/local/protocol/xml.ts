/** Characters XML 1.0 has no spelling for; one of them in a description would make the whole answer unreadable. */
const unspeakable =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A parser turns a bare carriage return into a line feed.
  '\r': '&#xD;',
}

export const escapeXml = (text: string): string =>
  text.replace(unspeakable, '\ufffd').replace(/[&<>"\r]/g, (character) => entities[character] ?? character)

/**
 * A plain value as the content of an element, by the AWS Query protocol's conventions: lists as `<member>`, objects as
 * elements in the order of their keys, `Date` as ISO 8601, null and undefined as nothing at all.
 */
export const xmlContent = (value: unknown): string => {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map((item) => `<member>${xmlContent(item)}</member>`).join('')
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .filter(([, field]) => field !== null && field !== undefined)
      .map(([name, field]) => `<${name}>${xmlContent(field)}</${name}>`)
      .join('')
  return escapeXml(String(value ?? ''))
}
