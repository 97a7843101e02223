import nock from 'nock'

/** A call as one of the doors got it; of API Gateway `operation` is the method's path: `/v2/apis/abc/stages`. */
export interface DoorCall {
  readonly service: 'apigateway' | 'states' | 'events' | 'logs'
  readonly operation: string
  readonly input: Readonly<Record<string, unknown>>
}

export interface DoorAnswer {
  readonly status?: number
  readonly body?: unknown
  /** AWS's name of an error. */
  readonly error?: string
}

export const refused = (action: string): DoorAnswer => ({
  status: 403,
  error: 'AccessDeniedException',
  body: {
    message: `User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ${action} on resource: x because no identity-based policy allows the ${action} action`,
  },
})

const headers = (error: string | undefined) => ({
  'content-type': 'application/json',
  ...(error === undefined ? {} : { 'x-amzn-errortype': error }),
})

/** Stand for API Gateway, Step Functions, EventBridge and CloudWatch Logs at AWS's own addresses; every call is kept in `calls`. */
export const logDoors = (
  serve: (call: DoorCall) => DoorAnswer,
  region = 'us-east-1',
): { readonly calls: DoorCall[] } => {
  const calls: DoorCall[] = []
  const answer = (call: DoorCall): [number, string, Record<string, string>] => {
    calls.push(call)
    const { status = 200, body = {}, error } = serve(call)
    const json = call.service !== 'apigateway' && error !== undefined ? { __type: error, ...(body as object) } : body
    return [status, JSON.stringify(json), headers(error)]
  }
  nock(`https://apigateway.${region}.amazonaws.com`)
    .persist()
    .get(/.*/)
    .reply((request: Request) => {
      const { pathname, searchParams } = new URL(request.url)
      return answer({ service: 'apigateway', operation: pathname, input: Object.fromEntries(searchParams) })
    })
  for (const service of ['states', 'events', 'logs'] as const)
    nock(`https://${service}.${region}.amazonaws.com`)
      .persist()
      .post('/')
      .reply(async (request: Request) => {
        const operation = request.headers.get('x-amz-target')?.split('.').at(-1) ?? ''
        return answer({ service, operation, input: JSON.parse(await request.text()) as Record<string, unknown> })
      })
  return { calls }
}
