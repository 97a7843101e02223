import { join } from 'node:path'
import {
  type Candidate,
  dig,
  type Finding,
  json,
  type Look,
  type LookContext,
  nothing,
  plainText,
  record,
  yaml,
} from './candidate.ts'

/** `service: orders` or `service: {name: orders}`. */
const serviceName = (service: unknown): string | null => plainText(service) ?? plainText(record(service)['name'])

/** Name of the stack: `provider.stackName`, else SERVICE-STAGE. (Serverless Framework: aws provider.) */
const named = (
  service: unknown,
  provider: Readonly<Record<string, unknown>>,
  stage: string | null,
  from: string,
): Candidate | null => {
  const own = plainText(provider['stackName'])
  const base = serviceName(service)
  const name = own ?? (base && stage ? `${base}-${stage}` : null)
  return name ? { name, region: plainText(provider['region']), profile: plainText(provider['profile']), from } : null
}

/** What the last `serverless package` or `deploy` left behind, variables resolved. */
const packaged = async ({ folder, reader }: LookContext): Promise<Candidate | null> => {
  const text = await reader.text(join(folder, '.serverless/serverless-state.json'))
  const state = dig(json(text ?? ''), 'service')
  const provider = dig(state, 'provider')
  const stage = plainText(provider['stage']) ?? 'dev'
  const found = named(state['service'], provider, stage, '.serverless/serverless-state.json')
  return found ?? exported(folder, reader)
}

/** The template's export `sls-SERVICE-STAGE-ServerlessDeploymentBucketName` holds the same two words. */
const exported = async (folder: string, reader: LookContext['reader']): Promise<Candidate | null> => {
  const file = '.serverless/cloudformation-template-update-stack.json'
  const text = await reader.text(join(folder, file))
  const name = dig(json(text ?? ''), 'Outputs', 'ServerlessDeploymentBucketName', 'Export')['Name']
  const stack = /^sls-(.+)-ServerlessDeploymentBucketName$/.exec(plainText(name) ?? '')?.[1]
  return stack ? { name: stack, region: null, profile: null, from: file } : null
}

const written = (config: unknown, file: string): Finding => {
  const service = record(config)['service']
  const provider = dig(config, 'provider')
  const stage = provider['stage'] === undefined ? 'dev' : plainText(provider['stage'])
  // A stack name with a variable in it is somebody's decision all the same: SERVICE-STAGE would be wrong then.
  const open = provider['stackName'] !== undefined && plainText(provider['stackName']) === null
  const found = open ? null : named(service, provider, stage, file)
  if (found) return { candidates: [found], notes: [] }
  const base = serviceName(service)
  const like = base && !open ? `, such as ${base}-dev` : ''
  return { candidates: [], notes: [`${file} names its stack by a variable: say --stack${like}`] }
}

/** `.serverless/` (what was deployed last), then serverless.yml (what its plain words say; `${...}` is not guessed). */
export const lookServerless: Look = async (context) => {
  const { folder, names, reader } = context
  const last = names.includes('.serverless') ? await packaged(context) : null
  if (last) return { candidates: [last], notes: [] }
  const file = ['serverless.yml', 'serverless.yaml', 'serverless.json'].find((name) => names.includes(name))
  const text = file ? await reader.text(join(folder, file)) : null
  if (!file || text === null) return nothing
  const config = await yaml(text)
  if (config === null) return { candidates: [], notes: [`${file} can't be read: it is broken`] }
  return written(config, file)
}
