import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { recogniseTool, type StackEvidence } from '../../src/domain/tool.ts'
import { fixtures } from '../support/fixtures.ts'

const fn = 'AWS::Lambda::Function'
const r = (logicalId: string, type = fn) => ({ logicalId, type })

describe('the tool that made a stack', () => {
  it.each<[string | null, string, Partial<StackEvidence>]>([
    ['sam', 'the transform', { transforms: ['AWS::Serverless-2016-10-31'] }],
    ['sam', 'the implicit API', { resources: [r('ServerlessRestApi', 'AWS::ApiGateway::RestApi')] }],
    ['sam', 'a hashed deployment', { resources: [r('ApiDeployment0123456789', 'AWS::ApiGateway::Deployment')] }],
    [
      'sam',
      'two of its habits',
      { resources: [r('Fn'), r('FnRole', 'AWS::IAM::Role'), r('FnApiPermissionProd', 'AWS::Lambda::Permission')] },
    ],
    ['cloudformation', 'one habit, which many people share', { resources: [r('Fn'), r('FnRole', 'AWS::IAM::Role')] }],
    ['cdk', 'its metadata', { types: ['AWS::CDK::Metadata', fn] }],
    ['cdk', 'the bootstrap parameter', { parameters: ['BootstrapVersion'], types: [fn] }],
    [
      'serverless',
      'the description',
      { description: 'The AWS CloudFormation template for this Serverless application' },
    ],
    ['serverless', 'the output', { outputs: ['ServerlessDeploymentBucketName'] }],
    [
      'serverless',
      'its role',
      { resources: [r('IamRoleLambdaExecution', 'AWS::IAM::Role'), r('HelloLambdaFunction')] },
    ],
    ['sst', 'its tag, though CDK is below', { tags: { 'sst:app': 'shop' }, types: ['AWS::CDK::Metadata'] }],
    [
      'amplify',
      'its tag, though CDK is below',
      { tags: { 'amplify:deployment-type': 'sandbox' }, parameters: ['BootstrapVersion'] },
    ],
    ['amplify', 'its name', { name: 'amplify-shop-ann-sandbox-0a1b2c3d4e' }],
    [
      'amplify',
      'the first generation',
      { description: '{"createdOn":"Mac","createdBy":"AmplifyCLI","createdWith":"12.0.0"}' },
    ],
    ['chalice', 'its tag', { tags: { 'aws-chalice': 'version=1' }, transforms: ['AWS::Serverless-2016-10-31'] }],
    ['architect', 'its metadata', { resources: [r('ArcMetadata', 'AWS::SSM::Parameter')] }],
    ['cloudformation', 'no mark at all', { types: ['AWS::SQS::Queue'] }],
    [null, 'nothing known', {}],
  ])('%s by %s', (tool, _, evidence) => expect(recogniseTool({ name: 'shop', ...evidence })).toBe(tool))

  const folder = fixtures('templates/cdk')
  it.skipIf(folder === null)('takes no real CDK template for another tool', () => {
    const files = readdirSync(folder!).filter((name) => name.endsWith('.template.json'))
    const tools = files.map((name) => {
      const template = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as {
        Parameters?: object
        Resources: Record<string, { Type: string }>
      }
      const resources = Object.entries(template.Resources).map(([logicalId, { Type }]) => ({ logicalId, type: Type }))
      return recogniseTool({ name: 'x', parameters: Object.keys(template.Parameters ?? {}), resources })
    })
    expect(files.length).toBeGreaterThan(5)
    expect(new Set(tools)).toEqual(new Set(['cdk', 'cloudformation'].filter((tool) => tools.includes(tool as never))))
    expect(tools).toContain('cdk')
  })

  const compiled = fixtures('templates/sam-compiled')
  it.skipIf(compiled === null)('takes what its transform really made for nothing else than SAM', () => {
    const files = readdirSync(compiled!).filter((name) => name.endsWith('.json'))
    const tools = files.map((name) => {
      const template = JSON.parse(readFileSync(`${compiled}/${name}`, 'utf8')) as {
        Resources: Record<string, { Type: string }>
      }
      const resources = Object.entries(template.Resources).map(([logicalId, { Type }]) => ({ logicalId, type: Type }))
      return recogniseTool({ name: 'x', resources })
    })
    expect(tools.every((tool) => tool === 'sam' || tool === 'cloudformation')).toBe(true)
    expect(tools.filter((tool) => tool === 'sam').length).toBeGreaterThanOrEqual(4)
  })
})
