import type * as http from 'node:http'

/** Thrown in place of an answer: the client gets none, only a connection that breaks. */
export class ConnectionBroken extends Error {}

/** A reset (RST) of the connection, as a load balancer that goes down gives it. */
export const breakConnection = (response: http.ServerResponse): void => {
  response.socket?.resetAndDestroy()
  response.destroy()
}

/**
 * The answer breaks off after that share of the first piece of its body, which is all of it where it does not stream. Head and
 * length are sent as they would be, so that a client has something in hand that it must not take for the whole.
 */
export const breakMidway = (response: http.ServerResponse, share: number): void => {
  const write = response.write.bind(response)
  const breakOff = (piece: unknown): void => {
    const whole = typeof piece === 'string' || piece instanceof Uint8Array ? Buffer.from(piece) : Buffer.alloc(0)
    const part = whole.subarray(0, Math.floor(whole.length * share))
    if (part.length === 0) breakConnection(response)
    else write(part, () => breakConnection(response))
  }
  response.write = (piece: unknown): boolean => {
    breakOff(piece)
    return true
  }
  response.end = ((piece?: unknown) => {
    breakOff(piece)
    return response
  }) as typeof response.end
}
