import prices from './data/prices.json' with { type: 'json' }

/** Live Tail by the list price of us-east-1: US dollars a minute of a session, and minutes of a month that cost nothing. */
export const liveTailPrice: { readonly perSessionMinute: number; readonly freeMinutesPerMonth: number } =
  prices.liveTail

/** What so many minutes of sessions cost, in US dollars, where the free ones are used up. */
export const liveTailCost = (minutes: number): number => Number((minutes * prices.liveTail.perSessionMinute).toFixed(6))
