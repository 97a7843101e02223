import { exactJson, utf8 } from '../domain/invoke-payload.ts'
import type { CiGuard } from './ci-commands.ts'
import { safeText } from './safe-text.ts'

/** A payload for a terminal: JSON spread over lines, other text as it is, made safe; other bytes are only told of. */
export const resultForTerminal = (payload: Uint8Array): string => {
  const text = utf8(payload)
  if (text === null) return `(${payload.length} bytes that are no text: send them into a file to keep them)\n`
  if (text === '') return ''
  try {
    return `${safeText(JSON.stringify(exactJson(text), null, 2), { keepNewlines: true })}\n`
  } catch {
    return `${safeText(text, { keepNewlines: true, tabs: 'keep' })}\n`
  }
}

/** A payload for a pipe: byte by byte what the function answered, unless a runner of CI would read commands out of it. */
export const resultForPipe = (payload: Uint8Array, guard: CiGuard | null): Uint8Array => {
  const text = guard === null ? null : utf8(payload)
  if (guard === null || text === null) return payload
  try {
    JSON.parse(text)
    return Buffer.from(guard.json(text))
  } catch {
    return Buffer.from(guard.text(text))
  }
}

/** The same for an answer that comes in parts, which may end in the middle of a character. */
export const partsForTerminal = (): ((part: Uint8Array | null) => string) => {
  const decoder = new TextDecoder()
  let ends = true
  return (part) => {
    const text = part === null ? decoder.decode() : decoder.decode(part, { stream: true })
    if (text !== '') ends = text.endsWith('\n')
    const shown = safeText(text, { keepNewlines: true, tabs: 'keep' })
    return part === null && !ends ? `${shown}\n` : shown
  }
}
