import { randomBytes } from 'node:crypto'
import { type InvocationType, isFailure } from '../../domain/invoke.ts'
import { exactJson } from '../../domain/invoke-payload.ts'
import { ExitCode, usage } from '../../domain/problem.ts'
import { ciGuard } from '../../output/ci-commands.ts'
import { resultForTerminal } from '../../output/invoke-result.ts'
import { safeText } from '../../output/safe-text.ts'
import type { InvokeRequest } from '../../services/lambda/invoke.ts'
import { functionNow } from '../../usecases/invoke/function-now.ts'
import { type Invoked, runInvoke } from '../../usecases/invoke/run-invoke.ts'
import { printOut } from '../print.ts'
import { type InvokeCall, onStdout } from './call.ts'
import { checkFlags } from './check.ts'
import { checkSize, eventText, givenContext, givenData } from './payload.ts'
import { planOf } from './plan.ts'
import { resultOut } from './result-out.ts'
import { goesOn, type Sending } from './sending.ts'

const typeOf = ({ flags }: InvokeCall): InvocationType =>
  flags.async ? 'Event' : flags['dry-run'] ? 'DryRun' : 'RequestResponse'

/** `Root=1-TIME-RANDOM;Sampled=1`: a trace of our own, recorded whatever the sampling rules say. */
const ownTrace = (now: number): string =>
  `Root=1-${Math.floor(now / 1000).toString(16)}-${randomBytes(12).toString('hex')};Sampled=1`

/** `slsops invoke`, from its words to its exit code. */
export const invokeCommand = async (call: InvokeCall, word: string | undefined): Promise<number> => {
  const { flags, signal } = call
  checkFlags(flags)
  const data = await givenData(flags.data)
  const clientContext = givenContext(flags['client-context'])
  const session = await call.session()
  const discovery = await call.discoveryNow()
  const fn = await functionNow(session, discovery, word, flags.qualifier, signal)
  const { info, resource } = fn
  const payload = await eventText({
    ...{ flags, data, session, signal },
    app: discovery.app,
    functionName: info.name,
    note: (line) => call.note(safeText(line)),
  })
  if (flags['print-event']) {
    await printOut(printed(payload))
    return ExitCode.ok
  }
  checkSize(payload, flags.async)
  if (flags.trace && info.assumed === null && !info.tracing)
    throw usage(
      `${resource.path} is not traced: --trace would wait for nothing`,
      'TracingConfig: {Mode: Active} in its template',
    )
  const request: InvokeRequest = {
    name: info.name,
    shown: resource.path,
    qualifier: fn.qualifier,
    type: typeOf(call),
    payload: Buffer.from(payload),
    clientContext,
    tenant: flags.tenant ?? null,
    executionName: flags.name ?? null,
    traceHeader: flags.trace ? ownTrace(session.now()) : null,
    timeoutMs: fn.timeoutMs,
  }
  // A dry run runs nothing: it asks about permissions.
  if (request.type !== 'DryRun') await call.confirm(planOf(request, payload, flags), discovery)
  const sending = { session, discovery, fn, request }
  if (flags.repeat !== undefined) return (await import('./repeat.ts')).repeatCommand(call, sending, flags.repeat)
  return once(call, sending)
}

const printed = (payload: string): string => {
  const text = process.stdout.isTTY
    ? resultForTerminal(Buffer.from(payload))
    : `${JSON.stringify(exactJson(payload), null, 2)}\n`
  return ciGuard(process.env)?.json(text) ?? text
}

const once = async (call: InvokeCall, sending: Sending): Promise<number> => {
  const { flags, signal, note } = call
  const { session, fn, request } = sending
  const out = resultOut(call)
  let answered = false
  const invoked = await runInvoke({
    ...{ session, request, signal, source: fn.source },
    part: flags.stream ? (bytes) => out.part(bytes) : undefined,
    answered: async ({ payload }) => {
      answered = true
      await out.whole(payload)
    },
  }).catch((error: unknown) => {
    if (signal.aborted && !answered) note(goesOn(request))
    throw error
  })
  const { invokeText } = await import('../../output/invoke.ts')
  const text = {
    style: call.told,
    zone: flags.timezone ?? null,
    shown: request.shown,
    timeoutMs: fn.known,
    flags: { ...flags },
    guard: ciGuard(process.env),
  }
  note(await invokeText(onStdout(call, 'json') ? { ...invoked, lines: [] } : invoked, text))
  const { reply } = invoked
  const trace = flags.trace ? await (await import('./show-trace.ts')).shownTrace(call, sending, reply.traceId) : null
  await answer(call, sending, invoked, trace)
  return isFailure(invoked.outcome) ? ExitCode.against : ExitCode.ok
}

const answer = async (
  call: InvokeCall,
  { discovery, fn, request }: Sending,
  invoked: Invoked,
  trace: Awaited<ReturnType<typeof import('./show-trace.ts')['shownTrace']>>,
): Promise<void> => {
  const incomplete = [...(fn.info.assumed === null ? [] : [fn.info.assumed]), ...invoked.incomplete]
  for (const { what, reason, action } of invoked.incomplete)
    call.note(safeText(`not read: ${what}: ${reason}${action ? ` (missing permission: ${action})` : ''}`))
  await call.emit({
    // On stdout it stands since it came.
    human: () => (onStdout(call, 'human') ? '' : resultForTerminal(invoked.reply.payload)),
    json: async () => {
      const { invokeAnswer } = await import('../../output/invoke-json.ts')
      const context = await call.context(discovery.app)
      return invokeAnswer(invoked, {
        ...{ context, incomplete, trace, guard: ciGuard(process.env) },
        function: fn.resource.path,
        qualifier: request.qualifier,
        type: request.type,
        showSecrets: call.flags['show-secrets'],
      })
    },
  })
}
