import type { Session } from '../../aws/session.ts'
import { ask } from './ask.ts'
import { type FunctionFacts, functionFacts } from './function-facts.ts'

/** One function's configuration. Rejects with a Problem. (Lambda API: GetFunctionConfiguration; GetFunction would sign a code URL.) */
export const getFunction = (session: Session, name: string, signal?: AbortSignal): Promise<FunctionFacts> =>
  ask(session, {
    operation: 'GetFunctionConfiguration',
    resource: name,
    signal,
    run: async (client, sdk, options) =>
      functionFacts(await client.send(new sdk.GetFunctionConfigurationCommand({ FunctionName: name }), options), name),
  })

/**
 * Those of the named functions that the first pages of the account's list hold; it stops when all are found, or after
 * `pagesAtMost` pages of 50. Rejects with a Problem. (Lambda API: ListFunctions.)
 */
export const findFunctions = async (
  session: Session,
  names: ReadonlySet<string>,
  pagesAtMost: number,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, FunctionFacts>> => {
  const found = new Map<string, FunctionFacts>()
  let marker: string | undefined
  for (let page = 0; page < pagesAtMost; page++) {
    const answer = await ask(session, {
      operation: 'ListFunctions',
      resource: null,
      signal,
      run: (client, sdk, options) =>
        client.send(new sdk.ListFunctionsCommand({ Marker: marker, MaxItems: 50 }), options),
    })
    for (const config of answer.Functions ?? []) {
      const name = config.FunctionName
      if (name !== undefined && names.has(name)) found.set(name, functionFacts(config, name))
    }
    marker = answer.NextMarker
    if (!marker || found.size === names.size) break
  }
  return found
}
