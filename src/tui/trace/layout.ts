import { wrap } from './cells.ts'
import type { Model } from './model.ts'

/** The smallest terminal that the explorer draws in. */
export const SMALLEST = { columns: 60, rows: 15 } as const

const WIDE = 140

export interface Layout {
  readonly width: number
  /** All lines of the frame. */
  readonly height: number
  /** Lines of the list, the tree or the map. */
  readonly body: number
  readonly bodyWidth: number
  readonly detail: { readonly place: 'none' | 'below' | 'right'; readonly width: number; readonly height: number }
  /** The lines that the status takes; the key words stand there while it is silent. */
  readonly status: readonly string[]
}

/** A status longer than this is cut: the frame is for what was asked for. */
const STATUS_LINES = 4

/** Titles and column heads: two lines on each screen. */
const HEAD = 2

export const layoutOf = (model: Model): Layout => {
  const width = model.size.columns
  // The last line of the terminal stays free: a full screen scrolls on some.
  const height = model.size.rows - 1
  const status = model.status === null ? [] : wrap(model.status.text, Math.max(10, width - 2)).slice(0, STATUS_LINES)
  const free = Math.max(1, height - HEAD - Math.max(1, status.length))
  const shown = model.screen === 'trace' && model.trace?.detail.shown === true && model.trace.tree !== null
  if (!shown)
    return { width, height, body: free, bodyWidth: width, detail: { place: 'none', width: 0, height: 0 }, status }
  const lines = model.trace.tree?.all.length ?? 0
  const share = Math.floor(free * (model.trace.detail.focused ? 0.6 : 0.42))
  // Beside each other where the tree is too long to leave room below; a short one has the whole width.
  if (width >= WIDE && lines > free - Math.floor(free * 0.42) - 1) {
    const side = Math.min(90, Math.floor(width * 0.4))
    // Its title and its tabs take a line each; a rule stands between.
    return {
      width,
      height,
      body: free,
      bodyWidth: width - side - 3,
      detail: { place: 'right', width: side, height: free - 1 },
      status,
    }
  }
  // What the tree leaves free, folded or not, is the pane's.
  const below = Math.max(4, free - 1 - lines, share)
  return {
    width,
    height,
    body: Math.max(1, free - below - 1),
    bodyWidth: width,
    detail: { place: 'below', width: width - 2, height: below },
    status,
  }
}
