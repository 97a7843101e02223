import runtimes from '../data/lambda-runtimes.json' with { type: 'json' }

const dates: Readonly<Record<string, string>> = runtimes.deprecatedOn

/** When these dates were taken from AWS's page; dates slip. */
export const runtimesAsOf: string = runtimes.asOf

/** The day from which AWS no longer looks after a runtime, `2026-04-30`; null for one whose day is not known. */
export const deprecatedOn = (runtime: string | null): string | null =>
  runtime !== null && Object.hasOwn(dates, runtime) ? dates[runtime]! : null

/** Whether that day has come. `now` in epoch milliseconds. */
export const isDeprecated = (runtime: string | null, now: number): boolean => {
  const day = deprecatedOn(runtime)
  return day !== null && Date.parse(`${day}T00:00:00Z`) <= now
}
