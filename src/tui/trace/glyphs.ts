export interface Glyphs {
  /** Before the chosen line. */
  readonly chosen: string
  readonly folded: string
  readonly unfolded: string
  /** Work that goes on in another trace. */
  readonly hop: string
  readonly cut: string
  readonly dot: string
  readonly rule: string
  /** The ends of the time axis. */
  readonly from: string
  readonly to: string
  /** A span that lies outside of what is zoomed to. */
  readonly before: string
  readonly after: string
  /** The part of a bar that is not on the critical path. */
  readonly faint: string
  readonly arrow: string
  readonly cold: string
}

const unicode: Glyphs = {
  chosen: '▸',
  folded: '▸',
  unfolded: '▾',
  hop: '⇢',
  cut: '…',
  dot: '·',
  rule: '─',
  from: '▕',
  to: '▏',
  before: '‹',
  after: '›',
  faint: '░',
  arrow: '→',
  cold: '❄',
}

const ascii: Glyphs = {
  chosen: '>',
  folded: '+',
  unfolded: '-',
  hop: '=>',
  cut: '..',
  dot: '-',
  rule: '-',
  from: '|',
  to: '|',
  before: '<',
  after: '>',
  faint: '-',
  arrow: '->',
  cold: '*',
}

export const glyphs = (style: { readonly unicode: boolean }): Glyphs => (style.unicode ? unicode : ascii)
