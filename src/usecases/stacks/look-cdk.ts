import { join, normalize } from 'node:path'
import { type Candidate, dig, json, type Look, type LookContext, nothing, plainText, record } from './candidate.ts'
import type { ProjectReader } from './project-reader.ts'

const deepest = 8

/** `aws://123456789012/eu-west-1`; an app that leaves the region open says `unknown-region`. */
const regionOf = (environment: unknown): string | null => {
  const region = /^aws:\/\/[^/]*\/([a-z0-9-]+)$/.exec(plainText(environment) ?? '')?.[1]
  return region === undefined || region === 'unknown-region' ? null : region
}

const isInside = (path: string): boolean => !path.startsWith('/') && !normalize(path).startsWith('..')

/** The stacks of a cloud assembly, those of its stages included. (CDK: cloud-assembly-schema, manifest.json.) */
const stacksOf = async (
  reader: ProjectReader,
  folder: string,
  shown: string,
  depth = 0,
): Promise<readonly Candidate[]> => {
  const text = await reader.text(join(folder, 'manifest.json'))
  if (text === null || depth > deepest) return []
  const artifacts = Object.entries(dig(json(text), 'artifacts'))
  const found = artifacts.map(async ([id, value]): Promise<readonly Candidate[]> => {
    const { type, environment, properties } = record(value)
    if (type === 'aws:cloudformation:stack') {
      const name = plainText(record(properties)['stackName']) ?? id
      return [{ name, region: regionOf(environment), profile: null, from: `${shown}/manifest.json` }]
    }
    const inner = type === 'cdk:cloud-assembly' ? plainText(record(properties)['directoryName']) : null
    return inner && isInside(inner) ? stacksOf(reader, join(folder, inner), `${shown}/${inner}`, depth + 1) : []
  })
  return (await Promise.all(found)).flat()
}

const outputFolder = async ({ folder, names, reader }: LookContext): Promise<string> => {
  const text = names.includes('cdk.json') ? await reader.text(join(folder, 'cdk.json')) : null
  const output = plainText(record(json(text ?? ''))['output'])
  return output && isInside(output) ? output : 'cdk.out'
}

/** cdk.out: what `cdk synth` made last. */
export const lookCdk: Look = async (context) => {
  const isApp = context.names.includes('cdk.json')
  const output = await outputFolder(context)
  if (!isApp && !context.names.includes(output)) return nothing
  const candidates = await stacksOf(context.reader, join(context.folder, output), output)
  if (candidates.length > 0) return { candidates, notes: [] }
  return { candidates: [], notes: isApp ? [`cdk.json is here, but no ${output}: npx cdk synth makes it`] : [] }
}

/** Amplify Gen 2 keeps the assembly of its last sandbox; Gen 1 notes the stack of each environment. */
export const lookAmplify: Look = async ({ folder, names, reader }) => {
  if (names.includes('.amplify')) {
    const assembly = '.amplify/artifacts/cdk.out'
    const candidates = await stacksOf(reader, join(folder, assembly), assembly)
    if (candidates.length > 0) return { candidates, notes: [] }
  }
  const provider = names.includes('amplify') ? await reader.text(join(folder, 'amplify/team-provider-info.json')) : null
  if (provider === null) return nothing
  const local = await reader.text(join(folder, 'amplify/.config/local-env-info.json'))
  const chosen = plainText(record(json(local ?? ''))['envName'])
  const environments = Object.entries(record(json(provider))).flatMap(
    ([env, value]): readonly (Candidate & { env: string })[] => {
      const { StackName, Region } = dig(value, 'awscloudformation')
      const name = plainText(StackName)
      const from = `amplify/team-provider-info.json (${env})`
      return name ? [{ env, name, region: plainText(Region), profile: null, from }] : []
    },
  )
  const current = environments.filter(({ env }) => env === chosen)
  const candidates = (current.length > 0 ? current : environments).map(({ env: _, ...candidate }) => candidate)
  return { candidates, notes: [] }
}
