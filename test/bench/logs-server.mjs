// A fake CloudWatch Logs for measurements, in a process of its own: `node logs-server.mjs NAME=EVENTS...`. Prints one line of JSON,
// `{endpoint}`, when everything it will serve is in memory; ends when its standard input does. It also knows one stack, for `stacks`.
import { createServer } from 'node:http'
import { before, makeGroup, pageOf } from './log-pages.mjs'

const MINUTE = 60_000
const started = Date.now()
const groups = new Map()
for (const [ordinal, word] of process.argv.slice(2).entries()) {
  const [name, events] = word.split('=')
  const window = { from: started - 95 * MINUTE, to: started - 3 * MINUTE }
  groups.set(name, makeGroup({ count: Number(events), ordinal, ...window }))
}

const groupOf = (input) => groups.get(input.logGroupName ?? input.logGroupIdentifier?.replace(/^arn:.*:log-group:/, ''))

const logs = {
  FilterLogEvents(input) {
    const group = groupOf(input)
    if (!group) return missing
    const end = before(group.times, input.endTime ?? Infinity, true)
    const start = input.nextToken ? Number(input.nextToken) : before(group.times, input.startTime ?? 0, false)
    const { events, next } = pageOf(group, start, end, input.limit ?? 10_000)
    const token = next === null ? '' : `,"nextToken":"${next}"`
    return { parts: [Buffer.from('{"events":['), events, Buffer.from(`],"searchedLogStreams":[]${token}}`)] }
  },
  DescribeLogGroups(input) {
    const names = [...groups.keys()].filter((name) => name.startsWith(input.logGroupNamePrefix ?? ''))
    const logGroups = names.map((logGroupName) => ({
      logGroupName,
      creationTime: started - 100 * MINUTE,
      arn: `arn:aws:logs:us-east-1:123456789012:log-group:${logGroupName}:*`,
      storedBytes: 0,
    }))
    return { json: { logGroups } }
  },
  DescribeLogStreams(input) {
    const group = groupOf(input)
    if (!group) return missing
    const span = { firstEventTimestamp: group.times[0], lastEventTimestamp: group.times.at(-1) }
    return {
      json: { logStreams: group.streams.map((logStreamName) => ({ logStreamName, creationTime: started, ...span })) },
    }
  },
}

const missing = {
  status: 400,
  json: { __type: 'ResourceNotFoundException', message: 'The specified log group does not exist.' },
}

const stack = (tag) =>
  `<${tag}><StackName>bench</StackName><StackId>arn:aws:cloudformation:us-east-1:123456789012:stack/bench/0b5a3f60</StackId>` +
  '<StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime></' +
  `${tag}>`

const queries = {
  ListStacks: () => `<StackSummaries>${stack('member')}</StackSummaries>`,
  DescribeStacks: () => `<Stacks>${stack('member')}</Stacks>`,
  GetCallerIdentity: () =>
    '<Arn>arn:aws:iam::123456789012:user/bench</Arn><UserId>AIDA</UserId><Account>123456789012</Account>',
}

const answer = (request, body) => {
  const operation = request.headers['x-amz-target']?.replace('Logs_20140328.', '')
  if (operation !== undefined) {
    return Object.hasOwn(logs, operation)
      ? logs[operation](JSON.parse(body))
      : { status: 501, json: { __type: 'NotImplemented', message: operation } }
  }
  const action = new URLSearchParams(body).get('Action') ?? `${request.method} ${request.url}`
  if (!Object.hasOwn(queries, action))
    return {
      status: 501,
      xml: `<ErrorResponse><Error><Code>NotImplemented</Code><Message>${action}</Message></Error></ErrorResponse>`,
    }
  return { xml: `<${action}Response><${action}Result>${queries[action]()}</${action}Result></${action}Response>` }
}

const server = createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const { status = 200, json, xml, parts } = answer(request, Buffer.concat(chunks).toString())
    const body = parts ?? [Buffer.from(xml ?? JSON.stringify(json))]
    response.writeHead(status, {
      'content-type': xml === undefined ? 'application/x-amz-json-1.1' : 'text/xml',
      'content-length': body.reduce((sum, part) => sum + part.length, 0),
    })
    for (const part of body) response.write(part)
    response.end()
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ endpoint: `http://127.0.0.1:${server.address().port}` })}\n`)
})
process.stdin.resume().on('end', () => process.exit(0))
