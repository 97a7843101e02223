import type { Style } from './style.ts'

/** What a cell means; its look is chosen here. Colour never tells alone: a glyph or a word stands beside it. */
export type Tone = 'plain' | 'dim' | 'bold' | 'ok' | 'error' | 'fault' | 'throttle'

export type Paint = (tone: Tone, text: string) => string

/** Colours for answers that are not streams. The library is loaded only where there is colour (it costs 10 ms). */
export const paint = async (style: Pick<Style, 'color'>): Promise<Paint> => {
  if (!style.color) return (_tone, text) => text
  const { Chalk } = await import('chalk')
  const chalk = new Chalk({ level: 1 })
  const looks: Readonly<Record<Tone, (text: string) => string>> = {
    plain: (text) => text,
    dim: chalk.dim,
    bold: chalk.bold,
    ok: chalk.green,
    // X-Ray's own colours: an error is the caller's, a fault the service's.
    error: chalk.yellow,
    fault: chalk.red,
    throttle: chalk.magenta,
  }
  return (tone, text) => looks[tone](text)
}
