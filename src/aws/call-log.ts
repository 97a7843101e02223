/** Requests by `service.Operation` (each attempt counts, because each one costs quota). */
export interface CallLog {
  count(service: string, operation: string, outcome: 'sent' | 'throttled'): void
  /** `[['logs.FilterLogEvents', {sent, throttled}], ...]`, most frequent first. */
  totals(): readonly (readonly [call: string, figures: { readonly sent: number; readonly throttled: number }])[]
}

export const callLog = (): CallLog => {
  const figures = new Map<string, { sent: number; throttled: number }>()
  return {
    count: (service, operation, outcome) => {
      const name = `${service}.${operation}`
      const known = figures.get(name) ?? { sent: 0, throttled: 0 }
      known[outcome]++
      figures.set(name, known)
    },
    totals: () => [...figures].sort(([, a], [, b]) => b.sent - a.sent),
  }
}

/** Calls that find out who we are, not what the app is: counted apart, as a person thinks of them apart. */
const identityServices = new Set(['sts', 'sso', 'sso-oidc', 'signin'])

/** The `--debug` lines of a command's end: `7 requests: 4 logs.FilterLogEvents, 3 lambda.GetFunction`. */
export const callSummary = (log: CallLog): readonly string[] => {
  const part = (identity: boolean, label: string) => {
    const rows = log.totals().filter(([call]) => identityServices.has(call.split('.')[0]!) === identity)
    if (rows.length === 0) return []
    const total = rows.reduce((sum, [, { sent }]) => sum + sent, 0)
    const each = rows.map(
      ([call, { sent, throttled }]) => `${sent} ${call}${throttled > 0 ? ` (${throttled} throttled)` : ''}`,
    )
    return [`${total} ${label}: ${each.join(', ')}`]
  }
  return [...part(false, 'requests'), ...part(true, 'requests for credentials')]
}
