import type { Incomplete } from '../domain/incomplete.ts'
import { isProblem } from '../domain/problem.ts'
import { timesText } from './query-times.ts'
import { safeText } from './safe-text.ts'
import { glyphs, type Style } from './style.ts'
import { type Closing, closingLine } from './tail/closing.ts'

/** What a person hears on stderr around the answer. Times are epoch milliseconds. */
export interface Heard {
  readonly style: Style
  readonly zone: string | null
}

/** `orders · eu-west-1 · 5 functions · since 1h`, and which deploy was taken. */
export const openingLines = (
  about: {
    readonly app: string
    readonly region: string
    readonly functions: readonly string[]
    readonly window: { readonly from: number; readonly to: number }
    readonly since: string
    readonly until: string | undefined
    readonly deploy: { readonly at: number; readonly what: string } | null
  },
  { style, zone }: Heard,
): readonly string[] => {
  const { app, region, functions, window, since, until, deploy } = about
  const second = (at: number): number => Math.floor(at / 1000) * 1000
  const [from, to] = [second(window.from), second(window.to)]
  const text = timesText([from, to], zone)
  const count = functions.length === 1 ? functions[0]! : `${functions.length} functions`
  const when = until === undefined ? `since ${since}` : `${text(from)}${style.unicode ? '–' : ' to '}${text(to)}`
  return [
    ...(deploy === null
      ? []
      : [`last deploy: ${safeText(deploy.what)}, ${timesText([second(deploy.at), to], zone)(second(deploy.at))}`]),
    [app, region, count, when].map((part) => safeText(part)).join(` ${glyphs(style).dot} `),
  ]
}

/** What was not read, and how complete the rest is. */
export const closingLines = (
  about: {
    readonly incomplete: readonly Incomplete[]
    readonly missing: readonly string[]
    readonly figures: Omit<Closing, 'printed'>
  },
  { style, zone }: Heard,
): readonly string[] => {
  const { incomplete, missing, figures } = about
  const absent = missing.map((group) => safeText(group)).join(', ')
  return [
    ...incomplete.map(({ what, reason }) => `not read: ${safeText(what)}: ${safeText(reason)}`),
    ...(missing.length === 0 ? [] : [`no such log group yet: ${absent}`]),
    // What was not read stands above, with its reason.
    closingLine({ ...figures, printed: figures.events, gaps: [] }, style, zone),
  ]
}

/** Credentials that expired on the way, and came back. */
export const loginText = (note: { readonly kind: string; readonly error?: unknown }): string => {
  if (note.kind !== 'expired') return 'the credentials are good again: going on where it was'
  const { error } = note
  const hint = isProblem(error) && error.hint ? ` ${error.hint}` : ''
  return `paused: ${safeText(error instanceof Error ? error.message : String(error))}${safeText(hint)}`
}
