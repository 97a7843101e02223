import prices from './data/prices.json' with { type: 'json' }

const bytesInGb = 1_000_000_000

/** What a query costs that went over so many bytes, in US dollars by the list price of us-east-1; a GB is taken as 10^9 bytes, so never too little. */
export const queryCost = (bytesScanned: number): number => {
  const exact = (bytesScanned / bytesInGb) * prices.logsInsights.perGbScanned
  return Number(exact.toFixed(9))
}
