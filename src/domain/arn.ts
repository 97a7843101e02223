/** Where a resource lives. `account` is null where nothing has told it yet; an ARN that needs it can't be made then. */
export interface Place {
  readonly partition: string
  readonly region: string
  readonly account: string | null
}

/** The parts of `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`; region and account are empty where a service has none. */
export interface Arn {
  readonly partition: string
  readonly service: string
  readonly region: string
  readonly account: string
  /** All after the fifth colon: `function:orders`, `table/orders`, `orders` ... */
  readonly resource: string
}

export const parseArn = (text: string): Arn | null => {
  const parts = text.split(':')
  if (parts.length < 6 || parts[0] !== 'arn' || !parts[1] || !parts[2]) return null
  const resource = parts.slice(5).join(':')
  if (resource === '') return null
  return { partition: parts[1], service: parts[2], region: parts[3]!, account: parts[4]!, resource }
}

export const isArn = (text: string): boolean => parseArn(text) !== null

/** The ARN of a resource of `place`; null where the account is not known. */
export const regionalArn = (place: Place, service: string, resource: string): string | null =>
  place.account === null ? null : `arn:${place.partition}:${service}:${place.region}:${place.account}:${resource}`

/** The last part of a resource, whichever way its service separates: `table/orders` and `function:orders` give `orders`. */
export const lastPart = (resource: string): string =>
  resource.slice(Math.max(resource.lastIndexOf('/'), resource.lastIndexOf(':')) + 1)

/** Name and place of a stack, read out of its ARN `arn:P:cloudformation:R:A:stack/NAME/UUID`; null where it is no such ARN. */
export const parseStackId = (
  id: string,
): { name: string; partition: string; region: string; account: string } | null => {
  const arn = parseArn(id)
  const name = arn?.resource.split('/')[1]
  if (arn?.service !== 'cloudformation' || !arn.resource.startsWith('stack/') || !name) return null
  return { name, partition: arn.partition, region: arn.region, account: arn.account }
}
