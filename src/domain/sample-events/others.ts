import { carriedValue, type EventPlace, isoAt, type SampleEvent } from './event-place.ts'
import { md5 } from './messages.ts'

/** (S3: event message structure 2.1.) The key is what is carried, where that is a text. */
export const s3: SampleEvent = (place: EventPlace) => {
  const value = carriedValue(place)
  const key = typeof value === 'string' ? value : 'folder/sample.json'
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: place.region,
        eventTime: isoAt(place),
        eventName: 'ObjectCreated:Put',
        userIdentity: { principalId: `AWS:${place.account}` },
        requestParameters: { sourceIPAddress: '203.0.113.10' },
        responseElements: { 'x-amz-request-id': place.uuid(), 'x-amz-id-2': 'sample' },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'sample',
          bucket: { name: place.name, ownerIdentity: { principalId: place.account }, arn: place.arn },
          object: {
            key: encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+'),
            size: 1024,
            eTag: md5(key),
            sequencer: '0A1B2C3D4E5F678901',
          },
        },
      },
    ],
  }
}

/** (EventBridge: events.) */
export const eventbridge: SampleEvent = (place: EventPlace) => ({
  version: '0',
  id: place.uuid(),
  'detail-type': 'Sample Event',
  source: 'app.sample',
  account: place.account,
  time: isoAt(place).replace(/\.\d+/, ''),
  region: place.region,
  resources: [],
  detail: carriedValue(place),
})

/** (EventBridge: scheduled rules.) */
export const schedule: SampleEvent = (place: EventPlace) => ({
  version: '0',
  id: place.uuid(),
  'detail-type': 'Scheduled Event',
  source: place.arn.includes(':scheduler:') ? 'aws.scheduler' : 'aws.events',
  account: place.account,
  time: isoAt(place).replace(/\.\d+/, ''),
  region: place.region,
  resources: [place.arn],
  detail: place.arn.includes(':scheduler:') ? '{}' : {},
})

/** (Cognito: Lambda triggers, pre sign-up.) */
export const cognito: SampleEvent = (place: EventPlace) => ({
  version: '1',
  triggerSource: 'PreSignUp_SignUp',
  region: place.region,
  userPoolId: place.id,
  userName: place.uuid(),
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'sampleclientid' },
  request: { userAttributes: { email: 'user@example.com' }, validationData: null, clientMetadata: {} },
  response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
})
