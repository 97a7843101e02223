import { escapeXml } from '../protocol/xml.ts'
import { ServiceError } from '../service.ts'

/**
 * SQS as it was spoken before 2023 (`aws` 2.9 and older SDKs): a form in, XML out. Here it becomes the JSON of today and
 * back, for the operations below; the shapes are those of the SQS API of 2012-11-05.
 */
type Json = Record<string, unknown>
type Form = Readonly<Record<string, string>>

const numbers = new Set(['DelaySeconds', 'MaxNumberOfMessages', 'VisibilityTimeout', 'WaitTimeSeconds', 'MaxResults'])
const scalars = ['QueueUrl', 'QueueName', 'QueueNamePrefix', 'NextToken', 'MessageBody', 'ReceiptHandle']
const fifo = ['MessageGroupId', 'MessageDeduplicationId']

/** `Attribute.1.Name=a&Attribute.1.Value=b` -> `[{Name: a, Value: b}]`; `AttributeName.1=All` -> `[{'': All}]`. */
const numbered = (form: Form, prefix: string): Record<string, string>[] => {
  const rows: Record<string, string>[] = []
  for (const [key, value] of Object.entries(form)) {
    const found = /^(\d+)(?:\.(.+))?$/.exec(key.startsWith(`${prefix}.`) ? key.slice(prefix.length + 1) : '')
    if (found === null) continue
    const row = rows[Number(found[1])] ?? {}
    rows[Number(found[1])] = row
    row[found[2] ?? ''] = value
  }
  return rows.filter((row) => row !== undefined)
}

const names = (form: Form, prefix: string): string[] => numbered(form, prefix).map((row) => row[''] ?? '')

const dataValue = (row: Record<string, string>): Json => ({
  DataType: row['Value.DataType'],
  ...(row['Value.StringValue'] === undefined ? {} : { StringValue: row['Value.StringValue'] }),
  ...(row['Value.BinaryValue'] === undefined ? {} : { BinaryValue: row['Value.BinaryValue'] }),
})

const pairs = <T>(rows: Record<string, string>[], value: (row: Record<string, string>) => T): Record<string, T> =>
  Object.fromEntries(rows.map((row) => [row['Name'] ?? '', value(row)]))

export const fromForm = (form: Form): Json => {
  const input: Json = {}
  for (const key of [...scalars, ...fifo]) if (form[key] !== undefined) input[key] = form[key]
  for (const key of numbers) if (form[key] !== undefined) input[key] = Number(form[key])
  const attributes = numbered(form, 'Attribute')
  if (attributes.length > 0) input['Attributes'] = pairs(attributes, (row) => row['Value'] ?? '')
  const message = numbered(form, 'MessageAttribute')
  if (message.length > 0) input['MessageAttributes'] = pairs(message, dataValue)
  for (const [key, prefix] of [
    ['AttributeNames', 'AttributeName'],
    ['MessageAttributeNames', 'MessageAttributeName'],
    ['MessageSystemAttributeNames', 'MessageSystemAttributeName'],
  ] as const)
    if (names(form, prefix).length > 0) input[key] = names(form, prefix)
  return input
}

const tag = (name: string, value: unknown): string =>
  value === undefined || value === null ? '' : `<${name}>${escapeXml(String(value))}</${name}>`
const attributesXml = (map: unknown): string =>
  Object.entries((map ?? {}) as Json)
    .map(([name, value]) => `<Attribute>${tag('Name', name)}${tag('Value', value)}</Attribute>`)
    .join('')
const messageAttributesXml = (map: unknown): string =>
  Object.entries((map ?? {}) as Record<string, Json>)
    .map(
      ([name, value]) =>
        `<MessageAttribute>${tag('Name', name)}<Value>${Object.entries(value)
          .map(([k, v]) => tag(k, v))
          .join('')}</Value></MessageAttribute>`,
    )
    .join('')
const flat =
  (...keys: string[]) =>
  (output: Json): string =>
    keys.map((key) => tag(key, output[key])).join('')

/** What stands inside `<XResult>`, per operation; null = the answer has no result element. */
const results: Readonly<Record<string, ((output: Json) => string) | null>> = {
  CreateQueue: flat('QueueUrl'),
  GetQueueUrl: flat('QueueUrl'),
  ListQueues: (output) =>
    ((output['QueueUrls'] ?? []) as string[]).map((url) => tag('QueueUrl', url)).join('') + flat('NextToken')(output),
  GetQueueAttributes: (output) => attributesXml(output['Attributes']),
  SendMessage: flat('MessageId', 'MD5OfMessageBody', 'MD5OfMessageAttributes', 'SequenceNumber'),
  ReceiveMessage: (output) =>
    ((output['Messages'] ?? []) as Json[])
      .map(
        (message) =>
          `<Message>${flat('MessageId', 'ReceiptHandle', 'MD5OfBody', 'Body', 'MD5OfMessageAttributes')(message)}` +
          `${attributesXml(message['Attributes'])}${messageAttributesXml(message['MessageAttributes'])}</Message>`,
      )
      .join(''),
  DeleteMessage: null,
  PurgeQueue: null,
  DeleteQueue: null,
  ChangeMessageVisibility: null,
}

const namespace = 'http://queue.amazonaws.com/doc/2012-11-05/'

export const toXml = (operation: string, output: Json, requestId: string): string => {
  const result = results[operation]
  if (result === undefined)
    throw new ServiceError('NotImplemented', `The embedded cloud does not speak Query for sqs.${operation}`, 501)
  const inner = result === null ? '' : `<${operation}Result>${result(output)}</${operation}Result>`
  return (
    `<?xml version="1.0"?><${operation}Response xmlns="${namespace}">${inner}` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`
  )
}

/** `code` as JSON clients know it (`QueueDoesNotExist`); `queryCode` is fauxqs's `AWS.SimpleQueueService.NonExistentQueue;Sender`. */
export const errorXml = (code: string, queryCode: string | undefined, message: string, requestId: string): string => {
  const [name = code, type = 'Sender'] = (queryCode ?? code).split(';')
  return (
    `<?xml version="1.0"?><ErrorResponse xmlns="${namespace}"><Error>${tag('Type', type)}${tag('Code', name)}` +
    `${tag('Message', message)}<Detail/></Error><RequestId>${requestId}</RequestId></ErrorResponse>`
  )
}
