/** 4812 -> `4 812`, the way it stays readable in every language. */
export const figureText = (value: number): string =>
  Number.isFinite(value) ? String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ' ') : '?'

const steps: readonly (readonly [size: number, unit: string])[] = [
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
]

/** `812 bytes`, `12.3 MB`, `340 GB`: units of a thousand, as AWS bills. */
export const bytesText = (bytes: number): string => {
  const step = steps.find(([size]) => bytes >= size * 0.9995)
  if (!step) return bytes === 1 ? '1 byte' : `${figureText(bytes)} bytes`
  const value = bytes / step[0]
  return `${value < 99.95 ? Number(value.toFixed(1)) : Math.round(value)} ${step[1]}`
}

/** `$1.27`, `$0.0049`, `under $0.0001`: an amount of US dollars that says what it is worth. */
export const costText = (usd: number): string => {
  if (usd === 0) return '$0'
  if (usd < 0.0001) return 'under $0.0001'
  return `$${usd < 0.01 ? Number(usd.toFixed(4)) : usd.toFixed(2)}`
}
