/** How output looks: what the terminal can do, and what the person asked for. */
export interface Style {
  readonly color: boolean
  /** Else glyphs are ASCII. */
  readonly unicode: boolean
  /** Columns; null off a terminal, where nothing is ever cut. */
  readonly width: number | null
}

/** SGR codes as constants: a call to a colour library for each line costs a fifth of a tail's time. */
export const sgr = {
  reset: '\u001b[0m',
  bold: '\u001b[1m',
  dim: '\u001b[2m',
  red: '\u001b[31m',
  green: '\u001b[32m',
  yellow: '\u001b[33m',
  magenta: '\u001b[35m',
} as const

export interface Glyphs {
  readonly ok: string
  readonly error: string
  readonly fault: string
  readonly throttle: string
  readonly running: string
  readonly cold: string
  readonly metric: string
  readonly arrow: string
  readonly dot: string
  readonly rule: string
  readonly cut: string
  readonly none: string
}

const unicode: Glyphs = {
  ok: '✓',
  error: '!',
  fault: '✗',
  throttle: '~',
  running: '…',
  cold: '❄',
  metric: '∿',
  arrow: '→',
  dot: '·',
  rule: '─',
  cut: '…',
  none: '—',
}

const ascii: Glyphs = {
  ok: 'ok',
  error: '!',
  fault: 'x',
  throttle: '~',
  running: '...',
  cold: '*',
  metric: '#',
  arrow: '->',
  dot: '-',
  rule: '-',
  cut: '...',
  none: '-',
}

export const glyphs = (style: Pick<Style, 'unicode'>): Glyphs => (style.unicode ? unicode : ascii)

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stream: { readonly isTTY?: boolean; readonly columns?: number }
  readonly noColor?: boolean | undefined
  readonly platform?: string
}

/**
 * Colour on a terminal only; `NO_COLOR` (not empty), `--no-color` and `TERM=dumb` turn it off, `FORCE_COLOR` (not 0, not false) turns
 * it on, `--no-color` beats all. A terminal whose locale is not UTF-8 gets ASCII glyphs; a pipe is UTF-8.
 */
export const styleFor = ({ env, stream, noColor = false, platform = process.platform }: Surroundings): Style => {
  const tty = stream.isTTY === true
  const forced = env['FORCE_COLOR']
  const asked = forced === undefined ? null : !['0', 'false'].includes(forced)
  const plain = noColor || (env['NO_COLOR'] ?? '') !== ''
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || ''
  const term = env['TERM'] ?? ''
  const utf8 = platform === 'darwin' || platform === 'win32' || /utf-?8/i.test(locale)
  return {
    color: !plain && (asked ?? (tty && term !== 'dumb')),
    unicode: !tty || (utf8 && term !== 'linux' && term !== 'dumb'),
    width: tty ? stream.columns || 80 : null,
  }
}
