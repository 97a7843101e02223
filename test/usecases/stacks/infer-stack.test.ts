import { describe, expect, it } from 'vitest'
import { type InferOptions, inferStack } from '../../../src/usecases/stacks/infer-stack.ts'
import type { ProjectReader } from '../../../src/usecases/stacks/project-reader.ts'

/** A disk of a few files; a path that ends in a slash is an empty folder. */
const disk = (files: Readonly<Record<string, string>>): ProjectReader => ({
  text: async (path) => files[path] ?? null,
  names: async (folder) => {
    const inside = Object.keys(files).filter((path) => path.startsWith(`${folder}/`))
    return [...new Set(inside.map((path) => path.slice(folder.length + 1).split('/')[0]!))]
  },
})

const infer = (files: Record<string, string>, options: Partial<InferOptions> = {}) =>
  inferStack({
    env: {},
    cwd: '/home/ann/app',
    home: '/home/ann',
    reader: disk({ '/home/ann/app/.git/HEAD': '', ...files }),
    ...options,
  })

const app = '/home/ann/app'
const samconfig = `version = 0.1
[default.global.parameters]
stack_name = "orders-global"
region = "eu-north-1"
[default.deploy.parameters]
stack_name = "orders-dev"
region = "eu-west-1"
profile = "dev"
[prod.deploy.parameters]
stack_name = "orders-prod"
`
const cdkStack = (stackName?: string, environment = 'aws://123456789012/eu-west-1') => ({
  type: 'aws:cloudformation:stack',
  environment,
  properties: { templateFile: 'x.template.json', ...(stackName ? { stackName } : {}) },
})
const manifest = (artifacts: object) => JSON.stringify({ version: '48.0.0', artifacts })

describe('which stack is meant', () => {
  it.each<[string, Record<string, string>, object, Partial<InferOptions>?]>([
    [
      'the flag before everything',
      { [`${app}/slsops.yaml`]: 'stack: a\nregion: eu-west-2' },
      { name: 'x', region: 'eu-west-2', from: '--stack' },
      { flag: 'x', env: { SLSOPS_STACK: 'y' } },
    ],
    [
      'then SLSOPS_STACK',
      { [`${app}/slsops.yaml`]: 'stack: a' },
      { name: 'y', from: 'SLSOPS_STACK' },
      { env: { SLSOPS_STACK: 'y' } },
    ],
    [
      'then slsops.yaml',
      { [`${app}/slsops.yaml`]: 'stack: a\nprofile: p', [`${app}/samconfig.toml`]: samconfig },
      { name: 'a', profile: 'p', from: 'slsops.yaml (stack)' },
    ],
    [
      'slsops.yaml of a folder above',
      { [`${app}/slsops.yaml`]: 'stack: a' },
      { name: 'a', from: `${app}/slsops.yaml (stack)` },
      { cwd: `${app}/src/fn` },
    ],
    [
      '--config',
      { '/etc/other.yaml': 'stack: b' },
      { name: 'b', from: '/etc/other.yaml (stack)' },
      { config: '/etc/other.yaml' },
    ],
    [
      'samconfig.toml',
      { [`${app}/samconfig.toml`]: samconfig },
      { name: 'orders-dev', region: 'eu-west-1', profile: 'dev', from: 'samconfig.toml (default: stack_name)' },
    ],
    [
      'samconfig.toml with --config-env',
      { [`${app}/samconfig.toml`]: samconfig },
      { name: 'orders-prod', region: null },
      { configEnv: 'prod' },
    ],
    [
      'samconfig.yaml',
      { [`${app}/samconfig.yaml`]: 'default:\n  deploy:\n    parameters:\n      stack_name: s\n' },
      { name: 's', from: 'samconfig.yaml (default: stack_name)' },
    ],
    [
      'a region of slsops.yaml over the one of samconfig',
      { [`${app}/slsops.yaml`]: 'region: us-east-2', [`${app}/samconfig.toml`]: samconfig },
      { name: 'orders-dev', region: 'us-east-2', profile: 'dev' },
    ],
    [
      "a named stack's region from the file that knows it",
      { [`${app}/samconfig.toml`]: samconfig },
      { name: 'orders-dev', region: 'eu-west-1', from: '--stack' },
      { flag: 'orders-dev' },
    ],
    [
      'but not where AWS_REGION says one',
      { [`${app}/samconfig.toml`]: samconfig },
      { name: 'orders-dev', region: null },
      { flag: 'orders-dev', env: { AWS_REGION: 'us-east-1' } },
    ],
    [
      'cdk.out',
      {
        [`${app}/cdk.json`]: '{}',
        [`${app}/cdk.out/manifest.json`]: manifest({ Tree: { type: 'cdk:tree' }, Shop: cdkStack('shop-prod') }),
      },
      { name: 'shop-prod', region: 'eu-west-1', from: 'cdk.out/manifest.json' },
    ],
    [
      'cdk.out: the artifact id, where no name is given',
      {
        [`${app}/cdk.out/manifest.json`]: manifest({
          Shop: cdkStack(undefined, 'aws://unknown-account/unknown-region'),
        }),
      },
      { name: 'Shop', region: null },
    ],
    [
      'cdk.out of a stage',
      {
        [`${app}/cdk.out/manifest.json`]: manifest({
          'assembly-Prod': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } },
        }),
        [`${app}/cdk.out/assembly-Prod/manifest.json`]: manifest({ X: cdkStack('Prod-Shop') }),
      },
      { name: 'Prod-Shop', from: 'cdk.out/assembly-Prod/manifest.json' },
    ],
    [
      'the output folder of cdk.json',
      {
        [`${app}/cdk.json`]: '{"output":"build/cdk"}',
        [`${app}/build/cdk/manifest.json`]: manifest({ X: cdkStack('s') }),
      },
      { name: 's', from: 'build/cdk/manifest.json' },
    ],
    [
      'what Serverless Framework packaged last',
      {
        [`${app}/.serverless/serverless-state.json`]: JSON.stringify({
          service: { service: 'shop', provider: { stage: 'prod', region: 'eu-west-1' } },
        }),
      },
      { name: 'shop-prod', region: 'eu-west-1', from: '.serverless/serverless-state.json' },
    ],
    [
      'its own stack name',
      {
        [`${app}/.serverless/serverless-state.json`]: JSON.stringify({
          service: { service: 'shop', provider: { stackName: 'mine' } },
        }),
      },
      { name: 'mine' },
    ],
    [
      'the export of its template',
      {
        [`${app}/.serverless/cloudformation-template-update-stack.json`]: JSON.stringify({
          Outputs: {
            ServerlessDeploymentBucketName: { Export: { Name: 'sls-shop-dev-ServerlessDeploymentBucketName' } },
          },
        }),
      },
      { name: 'shop-dev' },
    ],
    [
      'serverless.yml',
      { [`${app}/serverless.yml`]: 'service: shop\nprovider:\n  name: aws\n  region: eu-west-3\nx: !Ref Y\n' },
      { name: 'shop-dev', region: 'eu-west-3' },
    ],
    [
      'serverless.yml with a stage',
      { [`${app}/serverless.yml`]: 'service:\n  name: shop\nprovider: {stage: qa}' },
      { name: 'shop-qa' },
    ],
    [
      'serverless.yml with a stack name',
      { [`${app}/serverless.yml`]: `service: shop\nprovider: {stage: "\${opt:stage}", stackName: fixed}` },
      { name: 'fixed' },
    ],
    [
      'the sandbox of Amplify Gen 2',
      {
        [`${app}/.amplify/artifacts/cdk.out/manifest.json`]: manifest({
          X: cdkStack('amplify-shop-ann-sandbox-0123456789'),
        }),
      },
      { name: 'amplify-shop-ann-sandbox-0123456789' },
    ],
    [
      'the environment of Amplify Gen 1',
      {
        [`${app}/amplify/team-provider-info.json`]: JSON.stringify({
          dev: { awscloudformation: { StackName: 'amplify-shop-dev-1', Region: 'eu-west-1' } },
          prod: { awscloudformation: { StackName: 'amplify-shop-prod-2', Region: 'eu-west-1' } },
        }),
        [`${app}/amplify/.config/local-env-info.json`]: '{"envName":"prod"}',
      },
      { name: 'amplify-shop-prod-2', region: 'eu-west-1' },
    ],
    [
      'a folder above',
      { [`${app}/samconfig.toml`]: samconfig },
      { name: 'orders-dev', from: `${app}/samconfig.toml (default: stack_name)` },
      { cwd: `${app}/src` },
    ],
  ])('%s', async (_, files, expected, options) => {
    expect(await infer(files, options)).toMatchObject({ kind: 'found', ...expected })
  })

  it.each<[string, Record<string, string>, string[]]>([
    [
      'environments without a default',
      {
        [`${app}/samconfig.toml`]: '[dev.deploy.parameters]\nstack_name="a"\n[prod.deploy.parameters]\nstack_name="b"',
      },
      ['a', 'b'],
    ],
    [
      'several CDK stacks',
      { [`${app}/cdk.out/manifest.json`]: manifest({ A: cdkStack(), B: cdkStack() }) },
      ['A', 'B'],
    ],
  ])('%s are candidates', async (_, files, names) => {
    const inferred = await infer(files)
    expect(inferred).toMatchObject({ kind: 'several' })
    expect(inferred.kind === 'several' && inferred.candidates.map(({ name }) => name)).toEqual(names)
  })

  it.each<[string, Record<string, string>, RegExp | null]>([
    ['an empty folder', {}, null],
    [
      'a template alone',
      { [`${app}/template.yaml`]: 'Resources: {}' },
      /template\.yaml is a template, which names no stack/,
    ],
    ['cdk.json without cdk.out', { [`${app}/cdk.json`]: '{}' }, /npx cdk synth/],
    [
      'a stage that is a variable',
      { [`${app}/serverless.yml`]: `service: shop\nprovider: {stage: "\${opt:stage, 'dev'}"}` },
      /say --stack, such as shop-dev/,
    ],
    [
      'a stack name that is a variable',
      { [`${app}/serverless.yml`]: `service: shop\nprovider: {stackName: "x-\${opt:stage}"}` },
      /by a variable: say --stack$/,
    ],
    ['broken TOML', { [`${app}/samconfig.toml`]: '[default' }, /broken/],
    ['broken YAML', { [`${app}/serverless.yml`]: 'a: [' }, /broken/],
    ['a broken manifest', { [`${app}/cdk.out/manifest.json`]: '{' }, null],
    [
      'an assembly outside of its folder',
      {
        [`${app}/cdk.out/manifest.json`]: manifest({
          X: { type: 'cdk:cloud-assembly', properties: { directoryName: '../../evil' } },
        }),
        '/home/ann/evil/manifest.json': manifest({ X: cdkStack('evil') }),
      },
      null,
    ],
    ['a file above the repository', { '/home/ann/samconfig.toml': samconfig }, null],
  ])('%s names none', async (_, files, note) => {
    const inferred = await infer(files)
    expect(inferred.kind).toBe('none')
    if (note) expect(inferred.kind === 'none' && inferred.notes.join('\n')).toMatch(note)
  })

  it('looks upwards without a repository only below the home folder, and never into it', async () => {
    const files = {
      '/home/ann/samconfig.toml': samconfig,
      '/home/ann/x/samconfig.toml': samconfig,
      '/tmp/samconfig.toml': samconfig,
    }
    const reader = disk(files)
    const look = (cwd: string) => inferStack({ env: {}, cwd, home: '/home/ann', reader })
    expect(await look('/home/ann/x/y/z')).toMatchObject({ kind: 'found', name: 'orders-dev' })
    expect(await look('/home/ann/other')).toMatchObject({ kind: 'none' })
    expect(await look('/home/ann')).toMatchObject({ kind: 'found' })
    expect(await look('/tmp/work')).toMatchObject({ kind: 'none' })
    expect(await look('/tmp')).toMatchObject({ kind: 'found' })
  })

  it('says which environments there are for a --config-env that is not', async () => {
    await expect(infer({ [`${app}/samconfig.toml`]: samconfig }, { configEnv: 'qa' })).rejects.toMatchObject({
      exit: 2,
      hint: 'environments there: default, prod',
    })
  })
})

describe('slsops.yaml', () => {
  const read = (text: string) => infer({ [`${app}/slsops.yaml`]: text })

  it.each([
    ['stak: a', /"stak" is no key/, /did you mean "stack"/],
    ['whatever: 1', /"whatever" is no key/, /keys: stack, region, profile/],
    ['endpoint: http://evil', /"endpoint" is not allowed/, /--endpoint-url/],
    ['endpoint_url: http://evil', /not allowed/, /an endpoint/],
    ['aws_access_key_id: AKIA', /not allowed/, /credentials/],
    ['credentials: {a: b}', /not allowed/, /credentials/],
    ['stack: [a]', /"stack" has to be a text/, /stack: orders-prod/],
    ['stack: 7', /has to be a text/, /./],
    ['- a', /holds no keys/, /./],
    ['just words', /holds no keys/, /./],
    ['a: [', /is not YAML/, /./],
  ])('refuses %j', async (text, message, hint) => {
    await expect(read(text)).rejects.toMatchObject({
      exit: 2,
      code: 'Usage',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    })
  })

  it('may be empty', async () => expect(await read('# nothing yet\n')).toMatchObject({ kind: 'none' }))

  it('has to be there when it is named', async () => {
    await expect(infer({}, { config: '/nowhere.yaml' })).rejects.toMatchObject({ exit: 2 })
  })
})
