/** Events that AWS builds between the services of this app, in the shapes that its services build. */

/** What SNS puts into a queue that does not want it raw. */
export const envelope = (topicArn: string, messageId: string, message: string, at: number): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    Message: message,
    Timestamp: new Date(at).toISOString(),
    SignatureVersion: '1',
    Signature: 'EXAMPLE',
    SigningCertURL: 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0000000000000000000000.pem',
    UnsubscribeURL: `https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${topicArn}:0`,
  })

export const sqsEvent = (
  queueArn: string,
  message: {
    readonly messageId: string
    readonly receiptHandle: string
    readonly body: string
    readonly md5OfBody: string
    readonly attributes: Readonly<Record<string, string>>
  },
) => ({
  Records: [
    {
      ...message,
      messageAttributes: {},
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: queueArn.split(':')[3],
    },
  ],
})

export const kinesisEvent = (streamArn: string, skus: readonly string[], at: number, sequence: string) => ({
  Records: skus.map((sku, index) => ({
    eventID: `shardId-000000000000:${sequence}${index}`,
    eventName: 'aws:kinesis:record',
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    awsRegion: streamArn.split(':')[3],
    eventSourceARN: streamArn,
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: sku,
      sequenceNumber: `${sequence}${index}`,
      data: Buffer.from(JSON.stringify({ sku })).toString('base64'),
      approximateArrivalTimestamp: at / 1000,
    },
  })),
})
