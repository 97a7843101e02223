const xray = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/i
const w3c = /^([0-9a-f]{8})([0-9a-f]{24})$/i

/** `1-8hex-24hex` of a trace id in X-Ray's form or W3C's (32 hex digits); null for anything else. */
export const toXrayId = (text: string): string | null => {
  const match = xray.exec(text) ?? w3c.exec(text)
  return match && `1-${match[1]}-${match[2]}`.toLowerCase()
}

/** The 32 hex digits of a trace id in either form; null for anything else. */
export const toW3cId = (text: string): string | null => {
  const match = xray.exec(text) ?? w3c.exec(text)
  return match && `${match[1]}${match[2]}`.toLowerCase()
}

/** X-Ray began in December 2016; an id made by X-Ray's rules is no older than that, and none comes from later than 2100. */
const [earliest, latest] = [Date.UTC(2015, 0), Date.UTC(2100, 0)]

/**
 * When the trace of an X-Ray id began, in epoch ms, to the second. Null where the id can't hold a time: ids made by OpenTelemetry are
 * random, and what they say here is then mostly no time that could be. One that could be is not proven: do not narrow a search to it.
 */
export const xrayIdTime = (id: string): number | null => {
  const match = xray.exec(id)
  if (!match) return null
  const time = Number.parseInt(match[1]!, 16) * 1000
  return time >= earliest && time < latest ? time : null
}
