import type * as http from 'node:http'

/**
 * Why a request must not be served, or null. A web page can send requests to loopback: its own name in `Host` (DNS
 * rebinding) or an `Origin` gives it away, and no AWS client sends either.
 */
export const refusal = (request: http.IncomingMessage, port: number): string | null => {
  if (request.headers.origin !== undefined) return 'Requests from web pages (with an Origin) are refused'
  const host = /^(127\.0\.0\.1|localhost|\[::1\]|(?:[\w-]+\.)+localhost):(\d+)$/i.exec(request.headers.host ?? '')
  if (host !== null && Number(host[2]) === port) return null
  return `This is the embedded cloud of slsops at 127.0.0.1:${port}; requests for another host are refused`
}

/** DynamoDB, SQS and Lambda take at most a few MB; S3's parts of 5 to 16 MB fit too. */
const largestBody = 64 * 1024 * 1024

/** The whole body, or null when it is larger than anything here would take. */
export const readBody = async (request: http.IncomingMessage): Promise<Buffer | null> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largestBody) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
