const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

const unescaped = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return entities[name] ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })

/** What stands in each element of that name, the outermost ones, in order. Elements of AWS's Query answers have no attributes but on the root. */
export const elements = (xml: string, name: string): readonly string[] => {
  const found: string[] = []
  const [open, close] = [`<${name}>`, `</${name}>`]
  for (let at = xml.indexOf(open); at >= 0; ) {
    const end = xml.indexOf(close, at)
    if (end < 0) break
    found.push(xml.slice(at + open.length, end))
    at = xml.indexOf(open, end)
  }
  return found
}

/** The text of the first element of that name that holds no other; null where there is none. */
export const elementText = (xml: string, name: string): string | null => {
  const [first] = elements(xml, name)
  return first === undefined || first.includes('<') ? null : unescaped(first)
}
