import type { DeployTool } from './stack.ts'

/** What a stack shows of itself; whatever a caller has not read stays out. */
export interface StackEvidence {
  readonly name: string
  readonly description?: string | null | undefined
  readonly tags?: Readonly<Record<string, string>> | undefined
  readonly outputs?: readonly string[] | undefined
  readonly parameters?: readonly string[] | undefined
  /** Transforms that the template declares. (CloudFormation API: GetTemplateSummary.DeclaredTransforms.) */
  readonly transforms?: readonly string[] | undefined
  /** CloudFormation types, where only they are known. */
  readonly types?: readonly string[] | undefined
  readonly resources?: readonly { readonly logicalId: string; readonly type: string }[] | undefined
}

/** The evidence in the form that the rules read; nothing in it is ever undefined. */
interface Signs {
  readonly name: string
  readonly description: string
  readonly tags: Readonly<Record<string, string>>
  readonly outputs: readonly string[]
  readonly parameters: readonly string[]
  readonly transforms: readonly string[]
  readonly types: ReadonlySet<string>
  readonly ids: readonly string[]
  readonly resources: readonly { readonly logicalId: string; readonly type: string }[]
}

const isCdk = ({ types, parameters }: Signs): boolean =>
  types.has('AWS::CDK::Metadata') || parameters.includes('BootstrapVersion')

/**
 * One line per tool, the most special first: SST and Amplify build on CDK, Chalice and Architect on SAM. A rule asks for signs
 * that nobody leaves by chance; what looks like a tool's habit only (`<Fn>Role`) counts where two such habits meet.
 */
const rules: readonly (readonly [DeployTool, (signs: Signs) => boolean])[] = [
  [
    'amplify',
    ({ tags }) => 'amplify:deployment-type' in tags || 'amplify:app-id' in tags || tags['created-by'] === 'amplify',
  ],
  ['amplify', ({ description }) => /"createdBy"\s*:\s*"Amplify/.test(description)],
  ['amplify', ({ name }) => /^amplify-.+-(sandbox|branch)-[0-9a-f]{10}/.test(name)],
  ['sst', ({ tags, outputs }) => 'sst:app' in tags || outputs.includes('SSTMetadata')],
  [
    'serverless',
    ({ description }) => description === 'The AWS CloudFormation template for this Serverless application',
  ],
  [
    'serverless',
    ({ outputs, ids }) =>
      outputs.includes('ServerlessDeploymentBucketName') || ids.includes('ServerlessDeploymentBucket'),
  ],
  [
    'serverless',
    ({ ids }) => ids.includes('IamRoleLambdaExecution') && ids.some((id) => id.endsWith('LambdaFunction')),
  ],
  ['cdk', isCdk],
  ['chalice', ({ tags }) => 'aws-chalice' in tags],
  ['architect', ({ ids, description }) => ids.includes('ArcMetadata') || /^Exported by architect/.test(description)],
  [
    'sam',
    ({ transforms, tags }) => transforms.includes('AWS::Serverless-2016-10-31') || tags['lambda:createdBy'] === 'SAM',
  ],
  [
    'sam',
    ({ ids, types }) =>
      [...types].some((type) => type.startsWith('AWS::Serverless::')) || ids.some((id) => samMade.test(id)),
  ],
  ['sam', (signs) => samHabits.filter((habit) => habit(signs)).length >= 2],
]

/** Ids that SAM's transform invents: the implicit API, and those that end in a hash of ten hex digits. */
const samMade = /^Serverless(Rest|Http)Api|^\w+(Deployment|Version|DomainName|DomainNameV2|RecordSetGroup)[0-9a-f]{10}$/

/** How SAM names what belongs to a function or an API: its logical id, and a word after it. */
const samHabits: readonly ((signs: Signs) => boolean)[] = [
  ({ resources }) => {
    const functions = idsOf(resources, 'AWS::Lambda::Function')
    return functions.length > 0 && functions.every((id) => resources.some((other) => other.logicalId === `${id}Role`))
  },
  ({ resources }) => follows(resources, 'AWS::Lambda::Permission', /^\w+Permission\w*$/),
  ({ resources }) => follows(resources, 'AWS::Lambda::EventSourceMapping', /^(?!EventSourceMapping)\w+$/),
  ({ resources }) => follows(resources, 'AWS::Lambda::Alias', /^Alias\w+$/),
]

const idsOf = (resources: Signs['resources'], type: string): readonly string[] =>
  resources.filter((resource) => resource.type === type).map(({ logicalId }) => logicalId)

const follows = (resources: Signs['resources'], type: string, rest: RegExp): boolean => {
  const owners = [...idsOf(resources, 'AWS::Lambda::Function'), ...idsOf(resources, 'AWS::ApiGatewayV2::Api')]
  return idsOf(resources, type).some((id) =>
    owners.some((owner) => id.startsWith(owner) && rest.test(id.slice(owner.length))),
  )
}

/**
 * The tool that made a stack; `cloudformation` where its resources or types are known and bear no tool's mark, null where too
 * little is known to say even that.
 */
export const recogniseTool = (evidence: StackEvidence): DeployTool | null => {
  const resources = evidence.resources ?? []
  const signs: Signs = {
    name: evidence.name,
    description: evidence.description ?? '',
    tags: evidence.tags ?? {},
    outputs: evidence.outputs ?? [],
    parameters: evidence.parameters ?? [],
    transforms: evidence.transforms ?? [],
    types: new Set([...(evidence.types ?? []), ...resources.map(({ type }) => type)]),
    ids: resources.map(({ logicalId }) => logicalId),
    resources,
  }
  const found = rules.find(([, holds]) => holds(signs))
  if (found) return found[0]
  return signs.types.size > 0 ? 'cloudformation' : null
}

/** How a person calls the tool. */
export const toolNames: Readonly<Record<DeployTool, string>> = {
  sam: 'SAM',
  cdk: 'CDK',
  serverless: 'Serverless Framework',
  sst: 'SST',
  amplify: 'Amplify',
  chalice: 'Chalice',
  architect: 'Architect',
  cloudformation: 'CloudFormation',
}
