import nock from 'nock'

export interface XrayAsked {
  /** `TraceSummaries`, `Traces` ... */
  readonly path: string
  readonly input: Readonly<Record<string, unknown>>
}

export type XrayAnswer =
  | { readonly body: object }
  | { readonly error: string; readonly message?: string; readonly status?: number }

/** Stands for X-Ray at AWS's own address; every call is kept in `calls`. */
export const xrayDoor = (region: string, serve: (asked: XrayAsked) => XrayAnswer): { readonly calls: XrayAsked[] } => {
  const calls: XrayAsked[] = []
  nock(`https://xray.${region}.amazonaws.com`)
    .persist()
    .post(/^\/\w+$/)
    .reply(async (request: Request) => {
      const asked = {
        path: new URL(request.url).pathname.slice(1),
        input: JSON.parse((await request.text()) || '{}') as Record<string, unknown>,
      }
      calls.push(asked)
      const answer = serve(asked)
      if ('body' in answer) return [200, JSON.stringify(answer.body), { 'content-type': 'application/json' }]
      const { error, message = error, status = 400 } = answer
      return [
        status,
        JSON.stringify({ Message: message }),
        { 'x-amzn-errortype': `${error}:http://internal.amazon.com/` },
      ]
    })
  return { calls }
}
