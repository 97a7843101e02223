import {
  type AppStatus,
  queueTroubles,
  type TableRow,
  type Trouble,
  tableTroubles,
  troublesOf,
} from '../domain/functions/app-status.ts'
import type { QueueState } from '../domain/sqs/queue.ts'
import { ago } from './ago.ts'
import { type FittingColumn, fittingTable } from './fitting-table.ts'
import { worstFunctionsFirst } from './functions.ts'
import { figure, functionColumns } from './functions-cells.ts'
import { paint } from './paint.ts'
import { parted } from './parted.ts'
import { safeText } from './safe-text.ts'
import { statusTone, toolName } from './stacks.ts'
import { glyphs, type Style } from './style.ts'
import { measureFor } from './width.ts'

/** `18 MB`: sizes as AWS counts them. */
export const bytesText = (bytes: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  let [value, at] = [bytes, 0]
  while (value >= 999.5 && at < units.length - 1) [value, at] = [value / 1000, at + 1]
  return `${value < 9.95 && at > 0 ? value.toFixed(1) : Math.round(value)} ${units[at]}`
}

interface QueueRow {
  readonly queue: QueueState
  readonly label: string
}

/** Each queue followed by its dead-letter queue, under it. */
const queueRows = (queues: readonly QueueState[], unicode: boolean): readonly QueueRow[] => {
  const branch = unicode ? '└ ' : '`- '
  const nameOf = ({ path, name }: QueueState): string => path ?? name
  const owned = new Set(queues.flatMap(({ dlq }) => dlq?.arn ?? []))
  const shown = new Set<string>()
  const rows = queues
    .filter(({ arn }) => !owned.has(arn))
    .flatMap((queue): readonly QueueRow[] => {
      const dlq = shown.has(queue.dlq?.arn ?? '') ? undefined : queues.find(({ arn }) => arn === queue.dlq?.arn)
      if (dlq) shown.add(dlq.arn)
      return [
        { queue, label: `  ${nameOf(queue)}` },
        ...(dlq ? [{ queue: dlq, label: `  ${branch}${nameOf(dlq)}` }] : []),
      ]
    })
  const left = queues.filter(({ arn }) => !rows.some(({ queue }) => queue.arn === arn))
  return [...rows, ...left.map((queue) => ({ queue, label: `  ${nameOf(queue)}` }))]
}

const queueColumns = (style: Style): readonly FittingColumn<QueueRow>[] => {
  const { fault } = glyphs(style)
  const sad = ({ queue }: QueueRow): boolean => queueTroubles(queue).length > 0
  return [
    { title: 'queues', goes: 0, keep: true, cell: ({ label }) => label },
    {
      title: 'visible',
      goes: 0,
      align: 'right',
      cell: (row) => ({ text: figure(row.queue.visible), tone: sad(row) ? 'fault' : 'plain' }),
    },
    { title: 'in flight', goes: 2, align: 'right', cell: ({ queue }) => figure(queue.inFlight) },
    { title: 'delayed', goes: 1, align: 'right', cell: ({ queue }) => figure(queue.delayed) },
    { title: '', goes: 0, cell: (row) => (sad(row) ? { text: fault, tone: 'fault' } : '') },
  ]
}

const tableColumns = (style: Style): readonly FittingColumn<TableRow>[] => {
  const { fault } = glyphs(style)
  const about = style.unicode ? '≈' : '~'
  return [
    { title: 'tables', goes: 0, keep: true, cell: ({ path }) => `  ${path}` },
    // AWS counts anew about every six hours, and does not say when it did.
    {
      title: `items (${about}, up to 6 h old)`,
      goes: 0,
      align: 'right',
      cell: ({ facts }) => (facts.approximateItems === null ? null : figure(facts.approximateItems)),
    },
    {
      title: 'size',
      goes: 1,
      align: 'right',
      cell: ({ facts }) => (facts.approximateBytes === null ? null : bytesText(facts.approximateBytes)),
    },
    {
      title: '',
      goes: 0,
      cell: (row) => (tableTroubles(row).length > 0 ? { text: `${fault} ${row.facts.status}`, tone: 'fault' } : ''),
    },
  ]
}

/** Two blocks beside each other, the rows of the left one filled up to its widest. */
const beside = (
  left: readonly string[],
  right: readonly string[],
  width: (text: string) => number,
): readonly string[] => {
  const widest = left.reduce((most, row) => Math.max(most, width(row)), 0)
  const rows = Math.max(left.length, right.length)
  return Array.from({ length: rows }, (_, at) => {
    const one = left[at] ?? ''
    return right[at] === undefined ? one : `${one}${' '.repeat(widest - width(one) + 4)}${right[at]}`
  })
}

const sgrCodes = /\u001b\[[0-9;]*m/g
const linesOf = (text: string): readonly string[] => text.split('\n').filter((row) => row !== '')

/** What to look at next for the first thing that is wrong. */
const nextOf = ([first]: readonly Trouble[], name: string, hasErrors: boolean): string | null => {
  if (first === undefined) return null
  const where = ` --stack ${name}`
  if (first.kind === 'queue') return `slsops sqs queues${where}`
  if (first.kind === 'function')
    return hasErrors ? `slsops errors --since deploy${where}` : `slsops functions show ${first.name}${where}`
  if (first.kind === 'table') return `slsops dynamodb describe ${first.name}${where}`
  return `slsops tail --since deploy${where}`
}

/** The app on one screen: what is wrong is counted at the top, and stands first in each part. Oldest message ages are metrics, which are not read here. */
export const statusText = async (
  status: AppStatus,
  about: { readonly style: Style; readonly now: number; readonly demo: boolean },
): Promise<string> => {
  const { style, now } = about
  const { app, deploy, functions, queues, tables } = status
  const glyph = glyphs(style)
  const look = await paint(style)
  const troubles = troublesOf(status)
  const bad = troubles.length
  const rowsOfQueues = queueRows(queues, style.unicode)
  const [functionsText, queuesText, tablesText] = await Promise.all([
    functions.length === 0
      ? ''
      : fittingTable(
          functionColumns({ style, now, withFigures: status.window !== null, indent: '  ', title: 'functions' }).filter(
            ({ title }) => title !== 'arch' && title !== 'memory',
          ),
          worstFunctionsFirst(functions),
          style,
        ),
    queues.length === 0 ? '' : fittingTable(queueColumns(style), rowsOfQueues, style),
    tables.length === 0 ? '' : fittingTable(tableColumns(style), tables, style),
  ])
  const measure = await measureFor(
    [functionsText, queuesText, tablesText, app.name].flatMap((text) => text.replace(sgrCodes, '').split('\n')),
  )
  const width = (text: string): number => measure.width(text.replace(sgrCodes, ''))
  const verdict =
    bad === 0
      ? status.incomplete.length === 0
        ? `${glyph.ok} no problem seen`
        : '? no problem seen in what was read'
      : `${glyph.fault} ${bad} problem${bad === 1 ? '' : 's'}${status.incomplete.length > 0 ? ', not all was read' : ''}`
  const parts = [
    app.name,
    app.region,
    app.account ?? 'account not known',
    toolName(app.tool),
    `${app.status} ${ago(app.updatedAt, now)} ago`,
  ].flatMap((part) => (part === null ? [] : [safeText(part)]))
  const head = parted(parts, ` ${glyph.dot} `, style.width, measure)
  const lastHead = head.at(-1)!
  const fits = style.width !== null && width(lastHead) + width(verdict) + 2 <= style.width
  const paintedVerdict = look(bad > 0 ? 'fault' : verdict.startsWith('?') ? 'error' : 'ok', verdict)
  const toned = statusTone(app.status) === 'plain' ? head : head.map((row) => look(statusTone(app.status), row))
  const top = fits
    ? [
        ...toned.slice(0, -1),
        `${toned.at(-1)!}${' '.repeat(style.width! - width(lastHead) - width(verdict))}${paintedVerdict}`,
      ]
    : [...toned, paintedVerdict]
  const [left, right] = [linesOf(queuesText), linesOf(tablesText)]
  const both = beside(left, right, width)
  const sideBySide = style.width === null || both.every((row) => width(row) <= style.width!)
  const lower = sideBySide && left.length > 0 && right.length > 0 ? both : [...left, ...right]
  const told = deploy === null ? [] : [look('dim', `last deploy: ${safeText(deploy.what)}, ${ago(deploy.at, now)} ago`)]
  const next = nextOf(
    troubles,
    app.name,
    functions.some(({ figures }) => (figures?.errors ?? 0) > 0),
  )
  const command =
    next === null ? [] : ['', `next: ${safeText(about.demo ? next.replace(/ --stack .*/, ' --demo') : next)}`]
  return [...top, ...told, '', ...linesOf(functionsText), ...lower, ...command].map((row) => `${row}\n`).join('')
}
