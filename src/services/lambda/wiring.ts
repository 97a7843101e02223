import type { Session } from '../../aws/session.ts'
import { parsePolicy, type Statement } from '../../domain/access/policy.ts'
import type { Alias, Destinations, FunctionUrl, Mapping } from '../../domain/functions/detail.ts'
import { isProblem } from '../../domain/problem.ts'
import { itemsOf } from '../answer-of.ts'
import { ask, type Question } from './ask.ts'

/** What a function need not have answers "not found", which is an answer. */
const orNone = <T>(session: Session, question: Question<T>): Promise<T | null> =>
  ask(session, question).catch((error: unknown) => {
    if (isProblem(error) && error.code === 'NotFound') return null
    throw error
  })

/** What a function reads from. Rejects with a Problem. (Lambda API: ListEventSourceMappings.) */
export const mappingsOf = async (session: Session, name: string, signal?: AbortSignal): Promise<readonly Mapping[]> => {
  const all = await itemsOf((token) =>
    ask(session, {
      operation: 'ListEventSourceMappings',
      resource: name,
      signal,
      run: async (client, sdk, options) => {
        const asked = new sdk.ListEventSourceMappingsCommand({ FunctionName: name, Marker: token })
        const { EventSourceMappings, NextMarker } = await client.send(asked, options)
        return { items: EventSourceMappings, next: NextMarker }
      },
    }),
  )
  return all.map((one) => ({
    id: one.UUID ?? '',
    source: one.EventSourceArn ?? one.SelfManagedEventSource?.Endpoints?.['KAFKA_BOOTSTRAP_SERVERS']?.join(',') ?? '?',
    state: one.State ?? 'unknown',
    batchSize: one.BatchSize ?? null,
    lastResult: one.LastProcessingResult ?? null,
    onFailure: one.DestinationConfig?.OnFailure?.Destination ?? null,
    maxRetries: one.MaximumRetryAttempts ?? null,
  }))
}

/** The statements of a function's own policy; none where it has no policy. Rejects with a Problem. (Lambda API: GetPolicy.) */
export const policyOf = async (session: Session, name: string, signal?: AbortSignal): Promise<readonly Statement[]> => {
  const text = await orNone(session, {
    operation: 'GetPolicy',
    resource: name,
    signal,
    run: async (client, sdk, options) =>
      (await client.send(new sdk.GetPolicyCommand({ FunctionName: name }), options)).Policy ?? '',
  })
  return text === null ? [] : (parsePolicy(text) ?? [])
}

/** Null: nothing was configured. Rejects with a Problem. (Lambda API: GetFunctionEventInvokeConfig.) */
export const destinationsOf = (session: Session, name: string, signal?: AbortSignal): Promise<Destinations | null> =>
  orNone(session, {
    operation: 'GetFunctionEventInvokeConfig',
    resource: name,
    signal,
    run: async (client, sdk, options) => {
      const answer = await client.send(new sdk.GetFunctionEventInvokeConfigCommand({ FunctionName: name }), options)
      const { OnSuccess, OnFailure } = answer.DestinationConfig ?? {}
      const age = answer.MaximumEventAgeInSeconds
      return {
        onSuccess: OnSuccess?.Destination ?? null,
        onFailure: OnFailure?.Destination ?? null,
        maxRetries: answer.MaximumRetryAttempts ?? null,
        maxAgeMs: age === undefined ? null : age * 1000,
      }
    },
  })

/** Null: it has none. Rejects with a Problem. (Lambda API: GetFunctionUrlConfig.) */
export const urlOf = (session: Session, name: string, signal?: AbortSignal): Promise<FunctionUrl | null> =>
  orNone(session, {
    operation: 'GetFunctionUrlConfig',
    resource: name,
    signal,
    run: async (client, sdk, options) => {
      const answer = await client.send(new sdk.GetFunctionUrlConfigCommand({ FunctionName: name }), options)
      return { url: answer.FunctionUrl ?? '', auth: answer.AuthType ?? 'unknown' }
    },
  })

/** Rejects with a Problem. (Lambda API: ListAliases.) */
export const aliasesOf = async (session: Session, name: string, signal?: AbortSignal): Promise<readonly Alias[]> => {
  const all = await itemsOf((token) =>
    ask(session, {
      operation: 'ListAliases',
      resource: name,
      signal,
      run: async (client, sdk, options) => {
        const { Aliases, NextMarker } = await client.send(
          new sdk.ListAliasesCommand({ FunctionName: name, Marker: token }),
          options,
        )
        return { items: Aliases, next: NextMarker }
      },
    }),
  )
  return all.map(({ Name, FunctionVersion, RoutingConfig }) => ({
    name: Name ?? '?',
    version: FunctionVersion ?? '?',
    weights: RoutingConfig?.AdditionalVersionWeights ?? {},
  }))
}

/** Published versions, in AWS's order, without `$LATEST`. Rejects with a Problem. (Lambda API: ListVersionsByFunction.) */
export const versionsOf = async (session: Session, name: string, signal?: AbortSignal): Promise<readonly string[]> => {
  const all = await itemsOf((token) =>
    ask(session, {
      operation: 'ListVersionsByFunction',
      resource: name,
      signal,
      run: async (client, sdk, options) => {
        const { Versions, NextMarker } = await client.send(
          new sdk.ListVersionsByFunctionCommand({ FunctionName: name, Marker: token }),
          options,
        )
        return { items: Versions, next: NextMarker }
      },
    }),
  )
  return all.flatMap(({ Version }) => (Version === undefined || Version === '$LATEST' ? [] : [Version]))
}
