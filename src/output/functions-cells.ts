import type { FunctionRow } from '../domain/functions/detail.ts'
import { functionTroubles } from '../domain/functions/detail.ts'
import { isDeprecated } from '../domain/functions/runtime.ts'
import { ago } from './ago.ts'
import { durationText } from './duration.ts'
import type { FittingColumn } from './fitting-table.ts'
import { glyphs, type Style } from './style.ts'
import type { Cell } from './table.ts'

/** 4812 -> `4 812`. */
export const figure = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ' ')

export const share = (part: number, whole: number): string => {
  const percent = whole === 0 ? 0 : (100 * part) / whole
  return `${percent > 0 && percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`
}

/** `nodejs24.x`, or `image 3f9c1a2b` by the digest of what runs. */
const runtimeCell = ({ detail: { packageType, image, runtime } }: FunctionRow, now: number): Cell => {
  if (packageType === 'Image') {
    const digest = image?.digest?.split(':')[1]?.slice(0, 8)
    return { text: digest ? `image ${digest}` : 'image', tone: 'plain' }
  }
  return isDeprecated(runtime, now) ? { text: `${runtime} !`, tone: 'error' } : runtime
}

const p95Cell = ({ detail, figures }: FunctionRow): Cell => {
  const { timeoutMs } = detail
  const timeout = timeoutMs === null ? '?' : durationText(timeoutMs)
  if (figures === null) return null
  if (figures.p95Ms === null) return { text: `/ ${timeout}`, tone: 'dim' }
  const tight = timeoutMs !== null && figures.p95Ms >= 0.9 * timeoutMs
  return { text: `${durationText(figures.p95Ms)} / ${timeout}`, tone: tight ? 'error' : 'plain' }
}

/** Columns of a list of functions; `withFigures` where lines were read. What goes first on a narrow terminal has the lowest number. */
export const functionColumns = (options: {
  readonly style: Style
  readonly now: number
  readonly withFigures: boolean
  readonly indent?: string
  readonly title?: string
}): readonly FittingColumn<FunctionRow>[] => {
  const { style, now, withFigures, indent = '', title = 'function' } = options
  const { fault } = glyphs(style)
  const of =
    (make: (figures: NonNullable<FunctionRow['figures']>) => Cell) =>
    ({ figures }: FunctionRow) =>
      figures === null ? null : make(figures)
  const columns: readonly (FittingColumn<FunctionRow> | null)[] = [
    { title, goes: 0, keep: true, cell: ({ detail }) => `${indent}${detail.path}` },
    { title: 'runtime', goes: 4, cell: (row) => runtimeCell(row, now) },
    { title: 'arch', goes: 1, cell: ({ detail }) => detail.architecture && { text: detail.architecture, tone: 'dim' } },
    {
      title: 'memory',
      goes: 2,
      align: 'right',
      cell: ({ detail }) => (detail.memoryMb === null ? null : `${detail.memoryMb} MB`),
    },
    withFigures
      ? null
      : {
          title: 'timeout',
          goes: 5,
          align: 'right',
          cell: ({ detail }) => (detail.timeoutMs === null ? null : durationText(detail.timeoutMs)),
        },
    {
      title: 'last change',
      goes: 3,
      align: 'right',
      cell: ({ detail }) =>
        detail.lastModified === null ? null : { text: ago(detail.lastModified, now), tone: 'dim' },
    },
  ]
  const figures: readonly FittingColumn<FunctionRow>[] = [
    { title: 'invocations', goes: 6, align: 'right', cell: of(({ invocations }) => figure(invocations)) },
    {
      title: 'errors',
      goes: 0,
      align: 'right',
      cell: of(({ errors }) => ({ text: figure(errors), tone: errors > 0 ? 'fault' : 'dim' })),
    },
    { title: 'p95 / timeout', goes: 7, align: 'right', cell: p95Cell },
    {
      title: 'cold',
      goes: 5,
      align: 'right',
      cell: of(({ coldStarts, invocations }) =>
        invocations === 0 ? null : { text: share(coldStarts, invocations), tone: 'plain' },
      ),
    },
  ]
  const mark: FittingColumn<FunctionRow> = {
    title: '',
    goes: 0,
    cell: (row) => (functionTroubles(row).length > 0 ? { text: fault, tone: 'fault' } : ''),
  }
  return [...columns.filter((one) => one !== null), ...(withFigures ? figures : []), mark]
}
