/** DynamoDB's own form of plain values, as far as this app has them. */
export type Attribute =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly BOOL: boolean }
  | { readonly L: readonly Attribute[] }
  | { readonly M: Readonly<Record<string, Attribute>> }

export const attribute = (value: unknown): Attribute => {
  if (typeof value === 'number') return { N: String(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  if (Array.isArray(value)) return { L: value.map(attribute) }
  if (typeof value === 'object' && value !== null) return { M: attributes(value) }
  return { S: String(value) }
}

export const attributes = (fields: object): Record<string, Attribute> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, attribute(value)]))

/** `UpdateItem` that sets some fields of one order. */
export const setFields = (table: string, orderId: string, fields: Readonly<Record<string, unknown>>) => {
  const names = Object.keys(fields)
  return {
    TableName: table,
    Key: { orderId: { S: orderId } },
    UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, attribute(fields[name])])),
  }
}
