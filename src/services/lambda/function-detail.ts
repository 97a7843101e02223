import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import type { Session } from '../../aws/session.ts'
import type { FunctionDetail } from '../../domain/functions/detail.ts'
import { ask } from './ask.ts'
import { functionFacts } from './function-facts.ts'

/** What Lambda tells of a function, without what only the stack knows. */
export type DetailFacts = Omit<FunctionDetail, 'path' | 'logicalId' | 'assumed'>

/** What only GetFunction tells. */
type Whole = Pick<FunctionDetail, 'image' | 'reservedConcurrency'>

const unasked: Whole = { image: null, reservedConcurrency: null }

const detailOf = (config: FunctionConfiguration, asked: string, whole: Whole): DetailFacts => {
  const durable = config.DurableConfig
  const vpc = config.VpcConfig
  return {
    ...functionFacts(config, asked),
    state: config.State ?? null,
    stateReason: config.StateReason ?? null,
    lastUpdate: config.LastUpdateStatus ?? null,
    lastUpdateReason: config.LastUpdateStatusReason ?? null,
    handler: config.Handler ?? null,
    description: config.Description || null,
    role: config.Role ?? null,
    version: config.Version ?? null,
    codeBytes: config.PackageType === 'Image' ? null : (config.CodeSize ?? null),
    storageMb: config.EphemeralStorage?.Size ?? null,
    layers: (config.Layers ?? []).flatMap(({ Arn }) => Arn ?? []),
    vpc: vpc?.VpcId ? { id: vpc.VpcId, subnets: vpc.SubnetIds?.length ?? 0 } : null,
    environment: config.Environment?.Variables ?? {},
    environmentError: config.Environment?.Error?.Message ?? null,
    deadLetterArn: config.DeadLetterConfig?.TargetArn || null,
    snapStart: config.SnapStart?.ApplyOn === 'PublishedVersions',
    durable:
      (durable && {
        timeoutMs: (durable.ExecutionTimeout ?? 0) * 1000,
        retentionDays: durable.RetentionPeriodInDays ?? 0,
      }) ||
      null,
    perTenant: config.TenancyConfig?.TenantIsolationMode === 'PER_TENANT',
    imageCommand: config.ImageConfigResponse?.ImageConfig?.Command ?? [],
    ...whole,
  }
}

/**
 * A function with its image and its reserved concurrency. The URL of its code, which lets whoever has it read the code, goes no further
 * than this. Rejects with a Problem. (Lambda API: GetFunction.)
 */
export const getFunctionWhole = (session: Session, name: string, signal?: AbortSignal): Promise<DetailFacts> =>
  ask(session, {
    operation: 'GetFunction',
    resource: name,
    signal,
    run: async (client, sdk, options) => {
      const answer = await client.send(new sdk.GetFunctionCommand({ FunctionName: name }), options)
      const { ImageUri: uri, ResolvedImageUri: resolved } = answer.Code ?? {}
      const digest = resolved?.split('@')[1] ?? null
      return detailOf(answer.Configuration ?? {}, name, {
        image: uri === undefined ? null : { uri, digest },
        reservedConcurrency: answer.Concurrency?.ReservedConcurrentExecutions ?? null,
      })
    },
  })

/** The same without image and concurrency, for those who may not call GetFunction. Rejects with a Problem. */
export const getFunctionDetail = (session: Session, name: string, signal?: AbortSignal): Promise<DetailFacts> =>
  ask(session, {
    operation: 'GetFunctionConfiguration',
    resource: name,
    signal,
    run: async (client, sdk, options) =>
      detailOf(
        await client.send(new sdk.GetFunctionConfigurationCommand({ FunctionName: name }), options),
        name,
        unasked,
      ),
  })
