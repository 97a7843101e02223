import { parseArn } from '../domain/arn.ts'
import type { Resource } from '../domain/stack.ts'
import type { Named } from './access-words.ts'

const boundary = /^[/:*]/

/** How the app calls what an ARN names: an API's method, a part of a bucket, an index of a table keep what follows the resource's own name. */
export const namedIn = (resources: readonly Resource[]): Named => {
  const known = resources
    .flatMap(({ arn, path }) => (arn === null ? [] : [{ arn, path }]))
    .sort((a, b) => b.arn.length - a.arn.length)
  const apis = new Map(
    resources.flatMap(({ type, physicalId, path }) =>
      /^AWS::ApiGateway(V2)?::(Rest)?Api$/.test(type) && physicalId !== null ? [[physicalId, path] as const] : [],
    ),
  )
  return (arn) => {
    const parts = parseArn(arn)
    if (parts?.service === 'execute-api') {
      const [id = '', stage, method, ...rest] = parts.resource.split('/')
      const api = apis.get(id)
      if (api === undefined) return null
      const call = method === undefined ? '' : ` ${method === '*' ? 'any method' : method} /${rest.join('/')}`
      return `${api}${stage === undefined || stage === '*' ? '' : `/${stage}`}${call}`
    }
    const found = known.find(
      (one) => arn === one.arn || (arn.startsWith(one.arn) && boundary.test(arn.slice(one.arn.length))),
    )
    return found === undefined ? null : `${found.path}${arn.slice(found.arn.length)}`
  }
}
