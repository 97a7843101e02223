import { describe, expect, it } from 'vitest'
import { isArn, lastPart, parseArn, parseStackId, regionalArn } from '../../src/domain/arn.ts'

describe('ARNs', () => {
  it('keeps what follows the fifth colon whole', () => {
    expect(parseArn('arn:aws:lambda:eu-west-1:123456789012:function:orders:live')).toEqual({
      partition: 'aws',
      service: 'lambda',
      region: 'eu-west-1',
      account: '123456789012',
      resource: 'function:orders:live',
    })
    expect(parseArn('arn:aws:s3:::reports')).toMatchObject({ region: '', account: '', resource: 'reports' })
  })

  it.each([
    '',
    'orders',
    'arn:aws',
    'arn:aws:s3:::',
    'arn::s3:::x',
    'urn:aws:s3:::x',
    'https://sqs.eu-west-1.amazonaws.com/1/q',
  ])('takes %j for no ARN', (text) => expect(isArn(text)).toBe(false))

  it('makes none without the account', () => {
    const place = { partition: 'aws-cn', region: 'cn-north-1', account: null }
    expect(regionalArn(place, 'sqs', 'q')).toBeNull()
    expect(regionalArn({ ...place, account: '123456789012' }, 'sqs', 'q')).toBe(
      'arn:aws-cn:sqs:cn-north-1:123456789012:q',
    )
  })

  it('reads name and place out of a stack id, and of nothing else', () => {
    const id = 'arn:aws-us-gov:cloudformation:us-gov-west-1:123456789012:stack/orders/0a1b'
    expect(parseStackId(id)).toEqual({
      name: 'orders',
      partition: 'aws-us-gov',
      region: 'us-gov-west-1',
      account: '123456789012',
    })
    expect(parseStackId('orders')).toBeNull()
    expect(parseStackId('arn:aws:cloudformation:us-east-1:123456789012:changeSet/orders/1')).toBeNull()
  })

  it.each([
    ['table/orders', 'orders'],
    ['function:orders', 'orders'],
    ['orders', 'orders'],
    ['a/b:c/d', 'd'],
  ])('last part of %s', (text, part) => expect(lastPart(text)).toBe(part))
})
