import type { Incomplete } from '../domain/incomplete.ts'
import { invokerRecord } from './access.ts'
import { configured, destinationsRecord, functionRecord } from './functions-json.ts'
import { MASKED, type ShownFunction } from './functions-show.ts'
import { type AnswerContext, answer } from './json.ts'

/** `slsops.function/1`: the fields of `slsops.functions/1` for one, and all that a list has no room for. */
export const functionAnswer = (
  { detail, wiring, url, aliases, versions }: ShownFunction,
  secrets: boolean,
  context: AnswerContext,
  incomplete: readonly Incomplete[],
): string => {
  const row = { detail, figures: null, wiring }
  const { figures: _none, ...record } = functionRecord(row)
  const environment = Object.entries(detail.environment)
  return answer(
    'slsops.function/1',
    context,
    {
      ...record,
      description: detail.description,
      handler: detail.handler,
      version: detail.version,
      codeBytes: detail.codeBytes,
      storageMb: detail.storageMb,
      imageCommand: detail.imageCommand,
      layers: detail.layers,
      vpc: detail.vpc,
      role: detail.role,
      logFormat: detail.assumed === null ? detail.logFormat : null,
      snapStart: detail.snapStart,
      durable: detail.durable,
      perTenant: detail.perTenant,
      environment: Object.fromEntries(environment.map(([name, value]) => [name, secrets ? value : MASKED])),
      invokers: wiring?.invokers?.map(invokerRecord) ?? null,
      mappings: wiring?.mappings ?? null,
      destinations: {
        ...destinationsRecord(row),
        maxRetries: configured(wiring)?.maxRetries ?? null,
        maxAgeMs: configured(wiring)?.maxAgeMs ?? null,
      },
      url,
      aliases,
      versions,
    },
    incomplete,
  )
}
