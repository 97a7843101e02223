import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { consoleLink } from '../../src/domain/console-link.ts'

const at = { partition: 'aws', region: 'eu-west-1', account: '123456789012' }

describe('console links', () => {
  it.each([
    [
      consoleLink.function(at, 'orders-CreateOrder'),
      'https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/orders-CreateOrder',
    ],
    [
      consoleLink.logGroup(at, '/aws/lambda/orders'),
      'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252Forders',
    ],
    [
      consoleLink.table(at, 'orders'),
      'https://eu-west-1.console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#table?name=orders',
    ],
    [
      consoleLink.queue(at, 'https://sqs.eu-west-1.amazonaws.com/123456789012/q'),
      'https://eu-west-1.console.aws.amazon.com/sqs/v3/home?region=eu-west-1#/queues/https%3A%2F%2Fsqs.eu-west-1.amazonaws.com%2F123456789012%2Fq',
    ],
    [consoleLink.bucket(at, 'reports'), 'https://eu-west-1.console.aws.amazon.com/s3/buckets/reports?region=eu-west-1'],
    [
      consoleLink.restApi(at, 'a1b2c3'),
      'https://eu-west-1.console.aws.amazon.com/apigateway/main/apis/a1b2c3/resources?api=a1b2c3&region=eu-west-1',
    ],
  ])('%s', (link, expected) => expect(link).toBe(expected))

  it('knows the console of each partition, and says nothing where it knows none', () => {
    expect(consoleLink.function({ partition: 'aws-cn', region: 'cn-north-1', account: null }, 'f')).toMatch(
      /^https:\/\/cn-north-1\.console\.amazonaws\.cn\/lambda/,
    )
    expect(consoleLink.topic({ partition: 'aws-us-gov', region: 'us-gov-west-1', account: null }, 'arn')).toMatch(
      /^https:\/\/us-gov-west-1\.console\.amazonaws-us-gov\.com\/sns/,
    )
    expect(consoleLink.stack({ partition: 'aws-iso', region: 'us-iso-east-1', account: null }, 'id')).toBeNull()
  })

  it('is one https URL of the console whatever the name', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constant('half \ud800')),
        fc.constantFrom(...Object.values(consoleLink)),
        (name, link) => {
          const text = (link as (place: typeof at, ...names: string[]) => string | null)(at, name, name)!
          expect(new URL(text).hostname).toBe('eu-west-1.console.aws.amazon.com')
          expect(text).toMatch(/^[\x21-\x7e]+$/)
        },
      ),
    )
  })
})
