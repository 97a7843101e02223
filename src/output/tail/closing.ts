import type { Style } from '../style.ts'
import { sgr } from '../style.ts'
import { timeOfDay } from './time-of-day.ts'

/** Figures of a tail, as its closing line tells them. `completeUntil` is epoch milliseconds. */
export interface Closing {
  /** Lines that were printed. */
  readonly printed: number
  /** Events that were read; more than `printed` where something was filtered out. */
  readonly events: number
  readonly late: number
  readonly duplicates: number
  readonly throttles: number
  readonly reconnects: number
  readonly gaps: readonly { readonly logGroup: string; readonly reason: string }[]
  readonly completeUntil: number | null
  /** Minutes of Live Tail sessions, which AWS bills, and what they cost in US dollars. */
  readonly live?: { readonly minutes: number; readonly cost: number }
}

/** 4812 -> `4 812`, the way it stays readable in every language. */
const figure = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ' ')

/** A line has no room for all of many; the summary's record has each of them. */
const shortList = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more log groups` : names.join(', ')

/** `4 812 events · 7 late · 31 duplicates dropped · throttled 3× · complete to 14:03:44.120` */
export const closingLine = (closing: Closing, style: Style, zone: string | null): string => {
  const { printed, events, late, duplicates, throttles, reconnects, gaps, completeUntil, live } = closing
  const times = style.unicode ? '×' : 'x'
  const read = events === 1 ? '1 event' : `${figure(events)} events`
  const parts = [
    printed === events ? read : `${figure(printed)} of ${read}`,
    late > 0 ? `${figure(late)} late` : '',
    duplicates > 0 ? `${figure(duplicates)} duplicates dropped` : '',
    throttles > 0 ? `throttled ${figure(throttles)}${times}` : '',
    reconnects > 0 ? `reconnected ${figure(reconnects)}${times}` : '',
    gaps.length > 0 ? `not read: ${shortList([...new Set(gaps.map(({ logGroup }) => logGroup))])}` : '',
    live && live.minutes > 0 ? `Live Tail ${live.minutes} min (about $${live.cost})` : '',
    completeUntil === null ? '' : `complete to ${timeOfDay(zone).time(completeUntil)}`,
  ]
  const line = parts.filter(Boolean).join(style.unicode ? ' · ' : ' - ')
  return style.color ? `${sgr.dim}${line}${sgr.reset}` : line
}
