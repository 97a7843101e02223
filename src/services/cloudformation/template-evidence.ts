import type { Session } from '../../aws/session.ts'
import type { StackEvidence } from '../../domain/tool.ts'
import { ask } from './ask.ts'

/** What a stack's template shows of the tool that wrote it, in one call. (CloudFormation API: GetTemplateSummary.) */
export const templateEvidence = (
  session: Session,
  stack: { readonly name: string; readonly id: string },
  signal?: AbortSignal,
): Promise<StackEvidence> =>
  ask<StackEvidence>(session, {
    operation: 'GetTemplateSummary',
    resource: stack.name,
    signal,
    run: async (client, sdk, options) => {
      const answer = await client.send(new sdk.GetTemplateSummaryCommand({ StackName: stack.id }), options)
      return {
        name: stack.name,
        description: answer.Description ?? null,
        parameters: (answer.Parameters ?? []).map(({ ParameterKey }) => ParameterKey ?? ''),
        transforms: answer.DeclaredTransforms ?? [],
        types: answer.ResourceTypes ?? [],
      }
    },
  })
