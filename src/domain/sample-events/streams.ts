import { carriedValue, type EventPlace, type SampleEvent } from './event-place.ts'
import { md5 } from './messages.ts'

/** A JSON value as DynamoDB writes it in a record. */
const attribute = (value: unknown): Record<string, unknown> => {
  if (value === null || value === undefined) return { NULL: true }
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number') return { N: String(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  if (Array.isArray(value)) return { L: value.map(attribute) }
  return { M: attributes(value as Record<string, unknown>) }
}

const attributes = (item: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, attribute(value)]))

/** (DynamoDB Streams: Record.) The first attribute of what is carried stands as the key. */
export const dynamodb: SampleEvent = (place: EventPlace) => {
  const value = carriedValue(place)
  const isItem = typeof value === 'object' && value !== null && !Array.isArray(value)
  const image = attributes(isItem ? (value as Record<string, unknown>) : { id: 'sample-1', value })
  return {
    Records: [
      {
        eventID: md5(place.uuid()),
        eventName: 'INSERT',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: place.region,
        dynamodb: {
          ApproximateCreationDateTime: Math.floor(place.at / 1000),
          Keys: Object.fromEntries(Object.entries(image).slice(0, 1)),
          NewImage: image,
          SequenceNumber: '111000000000012345678',
          SizeBytes: Buffer.byteLength(JSON.stringify(image)),
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
        eventSourceARN: place.arn.includes('/stream/') ? place.arn : `${place.arn}/stream/2026-01-01T00:00:00.000`,
      },
    ],
  }
}

const sequence = '49590338271490256608559692538361571095921575989136588898'

/** (Kinesis event source.) */
export const kinesis: SampleEvent = (place: EventPlace) => ({
  Records: [
    {
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: 'key-1',
        sequenceNumber: sequence,
        data: Buffer.from(place.carried).toString('base64'),
        approximateArrivalTimestamp: place.at / 1000,
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `shardId-000000000000:${sequence}`,
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: `arn:${place.partition}:iam::${place.account}:role/sample`,
      awsRegion: place.region,
      eventSourceARN: place.arn,
    },
  ],
})
