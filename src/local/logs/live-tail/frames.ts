import type { EventStreamCodec } from '@smithy/core/event-streams'

/** Writes messages of `application/vnd.amazon.eventstream`, with JSON in them. */
export interface Frames {
  event(type: string, body: unknown): Uint8Array
  /** Bytes as they are. */
  blob(type: string, body: Uint8Array): Uint8Array
  /** An exception of the stream's own: it ends the stream. */
  exception(type: string, message: string): Uint8Array
}

const contentType = 'application/x-amz-json-1.1'

const string = (value: string) => ({ type: 'string' as const, value })

/** The codec is loaded when the first stream is asked for: nothing else of the cloud needs it. */
export const openFrames = async (): Promise<Frames> => {
  const { EventStreamCodec: Codec } = await import('@smithy/core/event-streams')
  const codec: EventStreamCodec = new Codec(
    (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')),
    (text) => Buffer.from(text, 'utf8'),
  )
  const encode = (headers: Readonly<Record<string, string>>, body: Uint8Array): Uint8Array =>
    codec.encode({
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, string(value)])),
      body,
    })
  const frame = (headers: Readonly<Record<string, string>>, body: unknown): Uint8Array =>
    encode(headers, Buffer.from(JSON.stringify(body), 'utf8'))
  return {
    event: (type, body) => frame({ ':event-type': type, ':content-type': contentType, ':message-type': 'event' }, body),
    blob: (type, body) =>
      encode({ ':event-type': type, ':content-type': 'application/octet-stream', ':message-type': 'event' }, body),
    exception: (type, message) =>
      frame({ ':exception-type': type, ':content-type': contentType, ':message-type': 'exception' }, { message }),
  }
}
