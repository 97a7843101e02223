import type { AttributeChange } from '../domain/item/change.ts'
import type { ReadTotals } from '../domain/item/page.ts'

const grouped = (value: number): string => {
  const [whole, part] = String(value).split('.')
  return `${whole!.replace(/\B(?=(\d{3})+$)/g, ' ')}${part === undefined ? '' : `.${part}`}`
}

const count = (value: number, noun: string): string => `${grouped(value)} ${noun}${value === 1 ? '' : 's'}`

/** `3 items · looked at 120 · 1.5 capacity units`. */
export const totalsLine = ({ returned, scanned, capacity }: ReadTotals, dot: string): string =>
  [
    count(returned, 'item'),
    `looked at ${grouped(scanned)}`,
    capacity === null ? 'capacity not told' : count(Number(capacity.toFixed(3)), 'capacity unit'),
  ].join(` ${dot} `)

/** Without the items looked at, which PartiQL does not tell. */
export const statementLine = ({ returned, capacity }: ReadTotals, dot: string): string =>
  [count(returned, 'item'), capacity === null ? 'capacity not told' : count(capacity, 'capacity unit')].join(` ${dot} `)

const longest = 400

const value = (text: string): string =>
  text.length > longest ? `${text.slice(0, longest)}… (${grouped(text.length)} characters)` : text

/** The lines of a difference: what goes with `-`, what comes with `+`, and how much stays. */
export const changeLines = (changes: readonly AttributeChange[], total: number): readonly string[] => {
  const stays = total - changes.length
  return [
    ...changes.flatMap(({ name, before, after }) => [
      ...(before === null ? [] : [`  - ${name}: ${value(before)}`]),
      ...(after === null ? [] : [`  + ${name}: ${value(after)}`]),
    ]),
    ...(stays > 0 ? [`    ${count(stays, 'attribute')} ${stays === 1 ? 'stays as it is' : 'stay as they are'}`] : []),
  ]
}

const bytes = (size: number): string => {
  const steps = ['B', 'KB', 'MB', 'GB', 'TB']
  let at = 0
  let left = size
  while (left >= 1000 && at < steps.length - 1) {
    left /= 1000
    at++
  }
  return `${at === 0 ? left : left.toFixed(left < 10 ? 1 : 0)} ${steps[at]}`
}

export { bytes as bytesText, grouped }

/** What reading all of a table is about to cost. */
export const scanWarning = (
  table: string,
  size: { readonly bytes: number; readonly items: number | null },
  cost: { readonly units: number; readonly dollars: number },
): string =>
  `Reading all of ${table} goes over about ${bytes(size.bytes)}${size.items === null ? '' : ` (${count(size.items, 'item')})`}: ` +
  `${grouped(cost.units)} capacity units, about $${cost.dollars < 0.01 ? cost.dollars.toFixed(4) : cost.dollars.toFixed(2)} on demand`
