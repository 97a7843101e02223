// A fake X-Ray for measurements, in a process of its own: `node traces-server.mjs TRACES SEGMENTS DELAY_MS`. Every call answers DELAY_MS after it
// came. Prints one line of JSON, `{endpoint}`, when everything it will serve is in memory; ends when its standard input does. It also knows one
// stack with one function, so that the traces are an app's.
import { createServer } from 'node:http'

const [traces, segments, delay] = process.argv.slice(2).map(Number)
const PAGE = 100
const FUNCTION = 'bench-Api'
const now = Math.floor(Date.now() / 1000)

const hex = (value, length) => value.toString(16).padStart(length, '0')
const idOf = (n) => `1-${hex(now - 600 + (n % 500), 8)}-${hex(0xbe9c000000000 + n, 24)}`

/** A function that calls table after table; each call has its inferred segment, some of them a host's. */
const documentsOf = (n) => {
  const id = idOf(n)
  const start = now - 600 + (n % 500)
  const calls = Array.from({ length: segments - 1 }, (_, at) => ({
    id: hex(0x100000 + n * 64 + at, 16),
    name: at % 5 === 4 ? 'cards.example.com' : 'DynamoDB',
    start_time: start + at * 0.01,
    end_time: start + at * 0.01 + 0.008,
    ...(at % 5 === 4
      ? {
          namespace: 'remote',
          http: { request: { method: 'GET', url: 'https://cards.example.com/c' }, response: { status: 200 } },
        }
      : {
          namespace: 'aws',
          aws: { operation: 'PutItem', table_name: `table-${at}`, request_id: `${hex(n, 8)}-${at}`, retries: 0 },
        }),
  }))
  const root = {
    id: hex(0x900000 + n, 16),
    trace_id: id,
    name: FUNCTION,
    start_time: start,
    end_time: start + segments * 0.01,
    origin: 'AWS::Lambda::Function',
    resource_arn: `arn:aws:lambda:us-east-1:123456789012:function:${FUNCTION}`,
    aws: { function_arn: `arn:aws:lambda:us-east-1:123456789012:function:${FUNCTION}`, request_id: `req-${n}` },
    annotations: { orderId: `o-${n}`, gift: n % 2 === 0 },
    subsegments: calls,
  }
  const inferred = calls.map((call, at) => ({
    id: hex(0x5000000 + n * 64 + at, 16),
    trace_id: id,
    parent_id: call.id,
    name: call.name,
    origin: call.namespace === 'aws' ? 'AWS::DynamoDB::Table' : 'remote',
    start_time: call.start_time,
    end_time: call.end_time,
    inferred: true,
    ...(call.aws === undefined ? { http: call.http } : { aws: call.aws }),
  }))
  return {
    Id: id,
    Duration: segments * 0.01,
    LimitExceeded: false,
    Segments: [root, ...inferred].map((one) => ({ Id: one.id, Document: JSON.stringify(one) })),
  }
}

const known = new Map(Array.from({ length: traces }, (_, n) => [idOf(n), JSON.stringify(documentsOf(n))]))
const summaries = Array.from({ length: traces }, (_, n) => ({
  Id: idOf(n),
  StartTime: now - 600 + (n % 500),
  Duration: segments * 0.01,
  ResponseTime: segments * 0.01,
  HasFault: false,
  HasError: false,
  HasThrottle: false,
  IsPartial: false,
  Http: { HttpURL: 'https://api.example.com/orders', HttpMethod: 'POST', HttpStatus: 201 },
  Annotations: { orderId: [{ AnnotationValue: { StringValue: `o-${n}` }, ServiceIds: [] }] },
  Users: [],
  ServiceIds: [{ Name: FUNCTION, Names: [FUNCTION], AccountId: '123456789012', Type: 'AWS::Lambda::Function' }],
  EntryPoint: { Name: FUNCTION, Names: [FUNCTION], Type: 'AWS::Lambda::Function' },
  Revision: 1,
}))
const pages = Array.from({ length: Math.ceil(traces / PAGE) }, (_, at) =>
  JSON.stringify({
    TraceSummaries: summaries.slice(at * PAGE, (at + 1) * PAGE),
    TracesProcessedCount: PAGE,
    ...((at + 1) * PAGE < traces ? { NextToken: String(at + 1) } : {}),
  }),
)

const xray = {
  '/TraceSummaries': ({ NextToken = '0' }) => pages[Number(NextToken)],
  '/Traces': ({ TraceIds }) =>
    `{"Traces":[${TraceIds.slice(0, 5)
      .flatMap((id) => known.get(id) ?? [])
      .join(',')}],"UnprocessedTraceIds":[]}`,
  '/ServiceGraph': () => '{"Services":[]}',
  '/GetTraceSegmentDestination': () => '{"Destination":"XRay","Status":"ACTIVE"}',
  '/GetSamplingRules': () => '{"SamplingRuleRecords":[]}',
}

const STACK = 'arn:aws:cloudformation:us-east-1:123456789012:stack/bench/0b5a3f60'
const queries = {
  DescribeStacks: `<Stacks><member><StackName>bench</StackName><StackId>${STACK}</StackId><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime></member></Stacks>`,
  ListStackResources: `<StackResourceSummaries><member><LogicalResourceId>Api</LogicalResourceId><PhysicalResourceId>${FUNCTION}</PhysicalResourceId><ResourceType>AWS::Lambda::Function</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>2026-01-01T00:00:00Z</LastUpdatedTimestamp></member></StackResourceSummaries>`,
  GetCallerIdentity:
    '<Arn>arn:aws:iam::123456789012:user/bench</Arn><UserId>AIDA</UserId><Account>123456789012</Account>',
}

const answer = (request, body) => {
  if (Object.hasOwn(xray, request.url)) return { text: xray[request.url](JSON.parse(body)), type: 'application/json' }
  if (request.url.startsWith('/2015-03-31/functions/'))
    return {
      text: JSON.stringify({
        FunctionName: FUNCTION,
        FunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:${FUNCTION}`,
        TracingConfig: { Mode: 'Active' },
      }),
      type: 'application/json',
    }
  const action = new URLSearchParams(body).get('Action') ?? ''
  if (Object.hasOwn(queries, action))
    return {
      text: `<${action}Response><${action}Result>${queries[action]}</${action}Result></${action}Response>`,
      type: 'text/xml',
    }
  return {
    status: 501,
    text: JSON.stringify({ message: `${request.method} ${request.url} ${action}` }),
    type: 'application/json',
  }
}

const server = createServer((request, response) => {
  const came = performance.now()
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const { status = 200, text, type } = answer(request, Buffer.concat(chunks).toString())
    const bytes = Buffer.from(text)
    setTimeout(
      () => {
        response.writeHead(status, { 'content-type': type, 'content-length': bytes.length })
        response.end(bytes)
      },
      Math.max(0, delay - (performance.now() - came)),
    )
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ endpoint: `http://127.0.0.1:${server.address().port}` })}\n`)
})
process.stdin.resume().on('end', () => process.exit(0))
