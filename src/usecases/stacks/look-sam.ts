import { join } from 'node:path'
import { usage } from '../../domain/problem.ts'
import { type Candidate, dig, type Finding, type Look, nothing, plainText, record, yaml } from './candidate.ts'

const toml = async (text: string): Promise<unknown> => {
  const { parse } = await import('smol-toml')
  try {
    return parse(text)
  } catch {
    return null
  }
}

const files: readonly (readonly [string, (text: string) => Promise<unknown>])[] = [
  ['samconfig.toml', toml],
  ['samconfig.yaml', yaml],
  ['samconfig.yml', yaml],
]

/** `[ENV.deploy.parameters]` over `[ENV.global.parameters]`. (AWS SAM CLI: configuration file.) */
const stackOf = (config: unknown, env: string, file: string): Candidate | null => {
  const parameters = { ...dig(config, env, 'global', 'parameters'), ...dig(config, env, 'deploy', 'parameters') }
  const name = plainText(parameters['stack_name'])
  if (name === null) return null
  const region = plainText(parameters['region'])
  return { name, region, profile: plainText(parameters['profile']), from: `${file} (${env}: stack_name)` }
}

const stacksOf = (config: unknown, file: string, configEnv: string | null): Finding => {
  const envs = Object.keys(record(config)).filter((key) => key !== 'version')
  const wanted = stackOf(config, configEnv ?? 'default', file)
  if (wanted) return { candidates: [wanted], notes: [] }
  if (configEnv !== null) {
    throw usage(
      `${file} names no stack for the environment "${configEnv}"`,
      `environments there: ${envs.join(', ') || 'none'}`,
    )
  }
  return { candidates: envs.flatMap((env) => stackOf(config, env, file) ?? []), notes: [] }
}

/** samconfig.toml, samconfig.yaml: what `sam deploy` was told. Throws (usage) where `--config-env` names what is not there. */
export const lookSam: Look = async ({ folder, names, reader, configEnv }) => {
  const [file, parse] = files.find(([name]) => names.includes(name)) ?? []
  const text = file ? await reader.text(join(folder, file)) : null
  if (!file || !parse || text === null) return nothing
  const config = await parse(text)
  if (config === null) return { candidates: [], notes: [`${file} can't be read: it is broken`] }
  return stacksOf(config, file, configEnv)
}

/** A template names no stack: that is said where it is deployed. It only tells that the folder is an app. */
export const lookTemplate: Look = async ({ names }) => {
  const file = ['template.yaml', 'template.yml', 'template.json'].find((name) => names.includes(name))
  return file ? { candidates: [], notes: [`${file} is a template, which names no stack`] } : nothing
}
