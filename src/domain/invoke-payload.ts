/** What a payload holds, for answers in JSON: `value` is null where the bytes are no UTF-8, `base64` is null where they are. */
export interface PayloadValue {
  readonly value: unknown
  readonly base64: string | null
}

/** ECMAScript's JSON.rawJSON, which TypeScript's library of this target does not know yet. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown }

/** A number that a double can't hold is kept as it was written: `JSON.stringify` gives it back digit by digit. */
const exact = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
    ? rawJSON(context.source)
    : value

/** JSON read so that writing it again changes no number. Throws a SyntaxError for what is none. */
export const exactJson = (text: string): unknown => JSON.parse(text, exact)

/** Bytes as UTF-8 text; null where they are none. */
export const utf8 = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

/** JSON as its value, other text as a string, other bytes as base64; nothing is null. */
export const payloadValue = (bytes: Uint8Array): PayloadValue => {
  const text = utf8(bytes)
  if (text === null) return { value: null, base64: Buffer.from(bytes).toString('base64') }
  if (text === '') return { value: null, base64: null }
  try {
    return { value: exactJson(text), base64: null }
  } catch {
    return { value: text, base64: null }
  }
}
