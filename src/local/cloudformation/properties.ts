import { lookupIn } from '../lambda/functions.ts'
import type { LocalResource, LocalStack } from './model.ts'
import { resolveText } from './resolve.ts'
import { type Fields, fieldsOf } from './template.ts'

/** A resource of the given stacks, its properties read as far as they can be told without deploying. */
export interface Deployed {
  readonly resource: LocalResource
  readonly region: string
  readonly account: string
  /** The text at a path of properties; null where it is not there or not known. */
  text(...path: string[]): string | null
  fields(...path: string[]): Fields
  /** The texts in a map of properties, those that are not known left out. */
  texts(...path: string[]): Record<string, string>
  /** The list at a path, each of its entries to be read by itself. */
  list(...path: string[]): readonly { text(...path: string[]): string | null }[]
}

/** `Fn::GetAtt X.Arn` of what other services of this cloud are not asked for. */
const arnOf = ({ type, physicalId, properties }: LocalResource, place: string): string | null => {
  if (physicalId.startsWith('arn:')) return physicalId
  if (type === 'AWS::Events::EventBus') return `arn:aws:events:${place}:event-bus/${physicalId}`
  if (type !== 'AWS::Logs::DeliveryDestination') return null
  const { Name } = properties
  return `arn:aws:logs:${place}:delivery-destination:${typeof Name === 'string' ? Name : physicalId}`
}

/** `globals`: the section of SAM's Globals that the resource takes what it does not say from. */
const deployedOf = (stack: LocalStack, resource: LocalResource, globals: Fields): Deployed => {
  const [, , , region = '', account = ''] = stack.id.split(':')
  const known = lookupIn(stack)
  const lookup = (name: string): string | null => {
    const [logicalId, attribute] = name.split('.')
    const target = attribute === 'Arn' ? stack.resources.find((one) => one.logicalId === logicalId) : undefined
    return known(name) ?? (target ? arnOf(target, `${region}:${account}`) : null)
  }
  const at = (root: unknown, path: readonly string[]) =>
    path.reduce<unknown>((value, key) => fieldsOf(value)[key], root)
  const own = { ...globals, ...resource.properties }
  const textIn =
    (root: unknown) =>
    (...path: string[]) =>
      resolveText(at(root, path), lookup)
  return {
    resource,
    region,
    account,
    text: textIn(own),
    fields: (...path) => fieldsOf(at(own, path)),
    texts: (...path) =>
      Object.fromEntries(
        Object.entries(fieldsOf(at(own, path))).flatMap(([key, value]) => {
          const text = resolveText(value, lookup)
          return text === null ? [] : [[key, text]]
        }),
      ),
    list: (...path) => {
      const value = at(own, path)
      return Array.isArray(value) ? value.map((one) => ({ text: textIn(one) })) : []
    },
  }
}

/** All resources of some types in the stacks that are there. `sam`: the section of Globals for a type. */
export const deployedIn = (
  stacks: readonly LocalStack[],
  types: readonly string[],
  sam: Readonly<Record<string, string>> = {},
): readonly Deployed[] =>
  stacks
    .filter(({ status }) => status !== 'DELETE_COMPLETE')
    .flatMap((stack) =>
      stack.resources
        .filter(({ type }) => types.includes(type))
        .map((resource) => deployedOf(stack, resource, stack.template.globals[sam[resource.type] ?? ''] ?? {})),
    )
