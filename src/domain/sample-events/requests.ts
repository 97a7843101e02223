import { type EventPlace, isoAt, type SampleEvent } from './event-place.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `20/May/2026:15:30:00 +0000`, as API Gateway writes times. */
const logTime = (place: EventPlace): string => {
  const [year, month, day] = isoAt(place).slice(0, 10).split('-')
  return `${day}/${months[Number(month) - 1]}/${year}:${isoAt(place).slice(11, 19)} +0000`
}

const host = ({ id, region }: EventPlace): string => `${id}.execute-api.${region}.amazonaws.com`
const agent = 'slsops'
const sourceIp = '203.0.113.10'

/** (API Gateway: REST API proxy integration, payload 1.0.) */
export const apigw: SampleEvent = (place: EventPlace) => {
  const headers = { accept: '*/*', 'content-type': 'application/json', host: host(place), 'user-agent': agent }
  return {
    version: '1.0',
    resource: '/{proxy+}',
    path: '/sample',
    httpMethod: 'POST',
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: { proxy: 'sample' },
    stageVariables: null,
    requestContext: {
      accountId: place.account,
      apiId: place.id,
      domainName: host(place),
      domainPrefix: place.id,
      extendedRequestId: place.uuid(),
      httpMethod: 'POST',
      identity: { sourceIp, userAgent: agent, accountId: null, caller: null, user: null, userArn: null },
      path: '/Prod/sample',
      protocol: 'HTTP/1.1',
      requestId: place.uuid(),
      requestTime: logTime(place),
      requestTimeEpoch: place.at,
      resourceId: 'sample',
      resourcePath: '/{proxy+}',
      stage: 'Prod',
    },
    body: place.carried,
    isBase64Encoded: false,
  }
}

/** (API Gateway: HTTP API, payload 2.0; a function URL sends the same.) */
export const http: SampleEvent = (place: EventPlace) => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: '/sample',
  rawQueryString: '',
  headers: { accept: '*/*', 'content-type': 'application/json', host: host(place), 'user-agent': agent },
  requestContext: {
    accountId: place.account,
    apiId: place.id,
    domainName: host(place),
    domainPrefix: place.id,
    http: { method: 'POST', path: '/sample', protocol: 'HTTP/1.1', sourceIp, userAgent: agent },
    requestId: place.uuid(),
    routeKey: '$default',
    stage: '$default',
    time: logTime(place),
    timeEpoch: place.at,
  },
  body: place.carried,
  isBase64Encoded: false,
})

/** (Elastic Load Balancing: Lambda targets.) */
export const alb: SampleEvent = (place: EventPlace) => ({
  requestContext: { elb: { targetGroupArn: place.arn } },
  httpMethod: 'POST',
  path: '/sample',
  queryStringParameters: {},
  headers: { accept: '*/*', 'content-type': 'application/json', host: 'lb.example.com', 'user-agent': agent },
  body: place.carried,
  isBase64Encoded: false,
})
