import { DescribeStateMachineCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningCloud, startCloud } from '../../../src/local/start.ts'

const created = Date.UTC(2026, 4, 20, 12)
const destinations = [{ CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': ['Logs', 'Arn'] } } }]
const given = {
  Resources: {
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/vendedlogs/states/all' } },
    Fn: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'charge' } },
    Loud: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'loud',
        StateMachineType: 'EXPRESS',
        RoleArn: 'arn:aws:iam::123456789012:role/loud',
        LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: true, Destinations: destinations },
        TracingConfiguration: { Enabled: true },
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of Step Functions
        DefinitionString: '{"States":{"A":{"Resource":"${FnArn}"}}}',
        DefinitionSubstitutions: { FnArn: { 'Fn::GetAtt': ['Fn', 'Arn'] } },
      },
    },
    OfSam: {
      Type: 'AWS::Serverless::StateMachine',
      Properties: { Definition: { StartAt: 'A' }, Logging: { Level: 'ERROR', Destinations: destinations } },
    },
    Silent: { Type: 'AWS::StepFunctions::StateMachine', Properties: { StateMachineName: 'silent' } },
  },
}

let cloud: RunningCloud
let client: SFNClient
beforeAll(async () => {
  cloud = await startCloud({ sample: false, stacks: [{ name: 'given', template: given, createdAt: created }] })
  const { endpoint, region } = cloud
  client = new SFNClient({ endpoint, region, maxAttempts: 1, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })
})
afterAll(() => cloud.close())

const arn = (name: string): string => `arn:aws:states:eu-west-1:123456789012:stateMachine:${name}`
const logGroupArn = 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/states/all:*'

it('tells of one what its template says', async () => {
  const loud = await client.send(new DescribeStateMachineCommand({ stateMachineArn: arn('loud') }))
  expect(loud).toMatchObject({
    name: 'loud',
    type: 'EXPRESS',
    status: 'ACTIVE',
    creationDate: new Date(created),
    roleArn: 'arn:aws:iam::123456789012:role/loud',
    definition: '{"States":{"A":{"Resource":"arn:aws:lambda:eu-west-1:123456789012:function:charge"}}}',
    loggingConfiguration: {
      level: 'ALL',
      includeExecutionData: true,
      destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }],
    },
    tracingConfiguration: { enabled: true },
  })
  const ofSam = cloud.stackStore.get('given')!.resources.find(({ logicalId }) => logicalId === 'OfSam')!
  const described = await client.send(
    new DescribeStateMachineCommand({ stateMachineArn: ofSam.physicalId, includedData: 'METADATA_ONLY' }),
  )
  expect(described).toMatchObject({
    type: 'STANDARD',
    loggingConfiguration: { level: 'ERROR', destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }] },
  })
  expect(described.definition).toBeUndefined()
  expect(await client.send(new DescribeStateMachineCommand({ stateMachineArn: arn('silent') }))).toMatchObject({
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
  })
})

it.each([
  [arn('none'), 'StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn('none')}'`],
  ['silent', 'InvalidArn', expect.stringContaining('Invalid Arn')],
])('refuses %s as AWS refuses', async (stateMachineArn, name, message) => {
  const asked = client.send(new DescribeStateMachineCommand({ stateMachineArn }))
  await expect(asked).rejects.toMatchObject({ name, message, $metadata: { httpStatusCode: 400 } })
})

it('knows no operation that nobody here calls', async () => {
  const asked = client.send(new ListExecutionsCommand({ stateMachineArn: arn('silent') }))
  await expect(asked).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } })
})
