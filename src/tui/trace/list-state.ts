import type { TraceSummary } from '../../domain/trace/trace.ts'
import { follow } from '../viewport.ts'

export type Sort = 'time' | 'duration'

/** Where the summaries come from at the moment: still being read, followed, or all there. */
export type Reading = 'reading' | 'following' | 'done'

export interface ListState {
  readonly all: ReadonlyMap<string, TraceSummary>
  /** Filtered and sorted. */
  readonly shown: readonly TraceSummary[]
  /** Arrived while they are held back. */
  readonly held: readonly TraceSummary[]
  readonly paused: boolean
  readonly filter: string
  readonly sort: Sort
  readonly cursor: number
  readonly top: number
  /** A person has chosen a line: it stays chosen whatever comes in. */
  readonly touched: boolean
  readonly reading: Reading
}

export const emptyList: ListState = {
  all: new Map(),
  shown: [],
  held: [],
  paused: false,
  filter: '',
  sort: 'time',
  cursor: 0,
  top: 0,
  touched: false,
  reading: 'reading',
}

const textOf = ({ id, root, services, cause, status, annotations, user, http }: TraceSummary): string =>
  [
    id,
    root,
    ...services,
    cause,
    status,
    user,
    http?.status,
    http?.method,
    http?.url,
    ...Object.entries(annotations).map(([name, value]) => `${name}=${value}`),
  ]
    .join(' ')
    .toLowerCase()

const orders: Readonly<Record<Sort, (a: TraceSummary, b: TraceSummary) => number>> = {
  time: (a, b) => b.start - a.start || (a.id < b.id ? -1 : 1),
  // What still runs has taken longest so far.
  duration: (a, b) => (b.durationMs ?? Number.MAX_VALUE) - (a.durationMs ?? Number.MAX_VALUE) || orders.time(a, b),
}

const shownOf = ({ all, filter, sort }: Pick<ListState, 'all' | 'filter' | 'sort'>): TraceSummary[] => {
  const words = filter.toLowerCase().split(' ').filter(Boolean)
  const found =
    words.length === 0
      ? [...all.values()]
      : [...all.values()].filter((one) => {
          const text = textOf(one)
          return words.every((word) => text.includes(word))
        })
  return found.sort(orders[sort])
}

/** The same with its lines made anew and the chosen one kept where it is still there. */
const renewed = (state: ListState, height: number): ListState => {
  const id = state.touched ? state.shown[state.cursor]?.id : undefined
  const shown = shownOf(state)
  const kept = id === undefined ? 0 : shown.findIndex((one) => one.id === id)
  const cursor = kept >= 0 ? kept : Math.min(state.cursor, Math.max(0, shown.length - 1))
  return { ...state, shown, cursor, top: follow(cursor, state.top, height, shown.length) }
}

const merged = (all: ReadonlyMap<string, TraceSummary>, more: readonly TraceSummary[]): Map<string, TraceSummary> => {
  const next = new Map(all)
  for (const one of more) {
    const known = next.get(one.id)
    if (known === undefined || one.revision >= known.revision) next.set(one.id, one)
  }
  return next
}

export const arrive = (state: ListState, more: readonly TraceSummary[], height: number): ListState =>
  state.paused
    ? { ...state, held: [...state.held, ...more] }
    : renewed({ ...state, all: merged(state.all, more) }, height)

/** Holds back what comes in, or lets in what was held. */
export const pause = (state: ListState, height: number): ListState =>
  state.paused
    ? renewed({ ...state, paused: false, held: [], all: merged(state.all, state.held) }, height)
    : { ...state, paused: true }

export const filtered = (state: ListState, filter: string, height: number): ListState =>
  renewed({ ...state, filter, touched: false }, height)

export const sorted = (state: ListState, height: number): ListState =>
  renewed({ ...state, sort: state.sort === 'time' ? 'duration' : 'time' }, height)

export const moveTo = (state: ListState, cursor: number, height: number): ListState => {
  const kept = Math.max(0, Math.min(state.shown.length - 1, cursor))
  return { ...state, cursor: kept, touched: true, top: follow(kept, state.top, height, state.shown.length) }
}
