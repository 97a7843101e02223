import { safeJson, safeText } from '../safe-text.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

const entity = (text: string): string => text.replace(/[&<>"'`]/g, (character) => entities[character]!)

/** Untrusted text as HTML text or inside a quoted attribute: no markup, no control characters, nothing that turns text around. */
export const htmlText = (text: string): string => entity(safeText(text.toWellFormed()))

/** Likewise, with its line breaks: for `<pre>`. */
export const htmlBlock = (text: string): string => entity(safeText(text.toWellFormed(), { keepNewlines: true }))

/** JSON inside a `<script type="application/json">`: nothing in it can end the element or begin a comment. */
export const htmlJson = (value: unknown): string =>
  safeJson(JSON.stringify(value).toWellFormed()).replace(
    /[<>&]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
