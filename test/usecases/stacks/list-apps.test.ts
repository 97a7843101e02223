import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listApps } from '../../../src/usecases/stacks/list-apps.ts'
import { answer, cloudFormationDoor, denied, doorSession } from '../../support/aws-door.ts'

beforeEach(() => nock.disableNetConnect())
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
})

const idOf = (name: string) => `arn:aws:cloudformation:us-east-1:123456789012:stack/${name}/0a1b`
const stack = (name: string, at: number, more: object = {}) => ({
  ...{ StackName: name, StackId: idOf(name), CreationTime: new Date(at), StackStatus: 'CREATE_COMPLETE' },
  ...more,
})
const list = (...stacks: ReturnType<typeof stack>[]) => answer('ListStacks', { StackSummaries: stacks })

describe('the apps of a region', () => {
  it('are named with their tool, the last changed first, nested ones by their root', async () => {
    const { calls } = cloudFormationDoor('us-east-1', ({ operation }) =>
      operation === 'ListStacks'
        ? list(
            stack('old', 1000),
            stack('new', 2000, { LastUpdatedTime: new Date(9000) }),
            stack('new-child', 3000, { ParentId: idOf('new'), RootId: idOf('new') }),
            stack('amplify-shop-ann-sandbox-0123456789', 500),
          )
        : answer('GetTemplateSummary', {
            ResourceTypes: ['AWS::Lambda::Function'],
            DeclaredTransforms: ['AWS::Serverless-2016-10-31'],
          }),
    )
    const { stacks, incomplete } = await listApps({ session: await doorSession() })
    expect(stacks.map(({ name, tool, parent }) => [name, tool, parent])).toEqual([
      ['new', 'sam', null],
      ['new-child', 'sam', 'new'],
      ['old', 'sam', null],
      ['amplify-shop-ann-sandbox-0123456789', 'amplify', null],
    ])
    expect(incomplete).toEqual([])
    expect(calls.map(({ operation }) => operation)).toEqual(['ListStacks', 'GetTemplateSummary', 'GetTemplateSummary'])
  })

  it('lack only the tool where the template may not be read', async () => {
    const { calls } = cloudFormationDoor('us-east-1', ({ operation }) =>
      operation === 'ListStacks'
        ? list(...Array.from({ length: 12 }, (_, i) => stack(`s${i}`, i)))
        : denied('cloudformation:GetTemplateSummary'),
    )
    const { stacks, incomplete } = await listApps({ session: await doorSession() })
    expect(stacks.every(({ tool }) => tool === null)).toBe(true)
    expect(incomplete).toEqual([
      expect.objectContaining({ action: 'cloudformation:GetTemplateSummary', what: 'the tool that made the stacks' }),
    ])
    // After the first refusals nobody asks any further.
    expect(calls.length).toBeLessThanOrEqual(4)
  })

  it('can not be told where the list is denied', async () => {
    cloudFormationDoor('us-east-1', () => denied('cloudformation:ListStacks'))
    await expect(listApps({ session: await doorSession() })).rejects.toMatchObject({
      exit: 3,
      action: 'cloudformation:ListStacks',
    })
  })
})
