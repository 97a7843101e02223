import prices from '../data/prices.json' with { type: 'json' }

/** Tables above this are asked about before all of them is read. */
export const BIG_TABLE_BYTES = 100_000_000

const unitBytes = 4096

/** What reading all of a table takes, eventually consistent: capacity units, and US dollars by the on-demand list price. */
export const scanCost = (tableBytes: number): { readonly units: number; readonly dollars: number } => {
  const units = Math.ceil(tableBytes / unitBytes / 2)
  return { units, dollars: Number(((units / 1e6) * prices.dynamodb.perMillionReadUnits).toFixed(6)) }
}
