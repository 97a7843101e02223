// The request floor of reading traces: `node traces-floor.mjs ENDPOINT`. All summary pages one after the other, then all traces in fives, ten calls at
// a time; unsigned, and nothing of an answer is read but its JSON. Prints how many traces came.
import { Agent, request } from 'node:http'

const endpoint = process.argv[2]
const agent = new Agent({ keepAlive: true, maxSockets: 10 })
const call = (path, input) =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify(input)
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const one = request(`${endpoint}${path}`, { method: 'POST', agent, headers }, (answer) => {
      const chunks = []
      answer.on('data', (chunk) => chunks.push(chunk))
      answer.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())))
      answer.on('error', reject)
    })
    one.on('error', reject)
    one.end(body)
  })

const ids = []
for (let token; ; ) {
  const page = await call('/TraceSummaries', {
    StartTime: Date.now() / 1000 - 900,
    EndTime: Date.now() / 1000,
    ...(token ? { NextToken: token } : {}),
  })
  ids.push(...page.TraceSummaries.map(({ Id }) => Id))
  token = page.NextToken
  if (!token) break
}
let next = 0
let came = 0
const worker = async () => {
  while (next < ids.length) {
    const some = ids.slice(next, next + 5)
    next += 5
    const { Traces } = await call('/Traces', { TraceIds: some })
    came += Traces.length
  }
}
await Promise.all(Array.from({ length: 10 }, worker))
process.stdout.write(`${came} traces\n`)
process.exit(0)
