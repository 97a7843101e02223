import { type Place, parseArn, regionalArn } from '../domain/arn.ts'

/** What the CloudFormation types of one sort have in common, and what their PhysicalResourceId stands for. */
export interface ResourceKind {
  /** What a person calls it: `function`, `table`, `queue` ... */
  readonly noun: string
  /** The short name that AWS itself shows. */
  name(physicalId: string): string | null
  /** Null where the physical id does not tell it (a role may have a path, a schedule a group). */
  arn(physicalId: string, place: Place): string | null
  console?(physicalId: string, place: Place): string | null
  /** What sort of log it writes; its groups are the service's to find. */
  readonly logs?: 'function' | 'api' | 'workflow'
  /** Log group that it writes to unless it was told otherwise. */
  defaultLogGroup?(physicalId: string): string
}

/** One AWS service as discovery sees it. */
export interface Service {
  /** As in its IAM actions: `lambda`, `sqs`, `states` ... */
  readonly name: string
  /** CloudFormation type -> what it is. */
  readonly kinds: Readonly<Record<string, ResourceKind>>
}

type Name = ResourceKind['name']
type ArnOf = ResourceKind['arn']

/** The physical id is the name. */
export const itself: Name = (physicalId) => physicalId

/** The physical id is an ARN already. */
export const ownArn: ArnOf = (physicalId) => (parseArn(physicalId) ? physicalId : null)

export const noArn: ArnOf = () => null

/** The physical id is a name: `arn:P:service:R:A:` + prefix + name. Some types give an ARN in one version and a name in another. */
export const namedArn =
  (service: string, prefix: string): ArnOf =>
  (physicalId, place) =>
    ownArn(physicalId, place) ?? regionalArn(place, service, `${prefix}${physicalId}`)

/** The part of an ARN's resource after its first separator: `table/orders` -> `orders`; a name stays what it is. */
export const afterPrefix: Name = (physicalId) => {
  const resource = parseArn(physicalId)?.resource
  return resource === undefined ? physicalId : resource.slice(resource.search(/[:/]/) + 1)
}
