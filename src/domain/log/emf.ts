type Json = Readonly<Record<string, unknown>>

/** One metric of an embedded-metric-format line. `value` is the number, or the numbers, at the line's root. */
export interface EmfMetric {
  readonly namespace: string
  readonly name: string
  readonly unit: string | null
  readonly value: number | readonly number[] | null
}

const list = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : []

/** CloudWatch embedded metric format: `_aws.CloudWatchMetrics` at the root. */
export const isEmf = (record: Json): boolean =>
  Array.isArray((record['_aws'] as Json | null | undefined)?.['CloudWatchMetrics'])

export const emfMetrics = (record: Json): readonly EmfMetric[] =>
  list((record['_aws'] as Json | null | undefined)?.['CloudWatchMetrics']).flatMap((group) =>
    list(group['Metrics']).flatMap((metric): EmfMetric[] => {
      const name = metric['Name']
      if (typeof name !== 'string') return []
      const value = record[name]
      const numbers = Array.isArray(value) ? value.filter((one) => typeof one === 'number') : null
      return [
        {
          namespace: String(group['Namespace'] ?? ''),
          name,
          unit: typeof metric['Unit'] === 'string' && metric['Unit'] !== 'None' ? metric['Unit'] : null,
          value: numbers ?? (typeof value === 'number' ? value : null),
        },
      ]
    }),
  )

/** Names of the dimensions, each once. */
export const emfDimensions = (record: Json): readonly string[] => {
  const names = list((record['_aws'] as Json | null | undefined)?.['CloudWatchMetrics']).flatMap((group) =>
    Array.isArray(group['Dimensions']) ? group['Dimensions'].flat() : [],
  )
  return [...new Set(names.filter((name) => typeof name === 'string'))]
}
