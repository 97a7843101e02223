import type { Incomplete } from '../../domain/incomplete.ts'
import type { WhyAnswer } from '../../domain/why.ts'
import type { CiGuard } from '../ci-commands.ts'
import { type AnswerContext, answer, isoTime } from '../json.ts'

/** `slsops.why/1`. */
export const whyAnswer = (
  why: WhyAnswer,
  context: AnswerContext,
  incomplete: readonly Incomplete[],
  guard: CiGuard | null,
): string => {
  const { id, kind, traceId, cause, timeline, searched } = why
  return answer(
    'slsops.why/1',
    context,
    {
      id,
      kind,
      traceId,
      cause: cause && {
        summary: cause.summary,
        spanId: cause.spanId,
        requestId: cause.requestId,
        exception: cause.exception && {
          type: cause.exception.type,
          message: cause.exception.message,
          frame: cause.exception.frame && {
            path: cause.exception.frame.path,
            line: cause.exception.frame.line,
            label: cause.exception.frame.label,
          },
        },
        sinceDeploy: cause.sinceDeploy
          ? { firstSeen: isoTime(cause.sinceDeploy.firstSeen), deploy: isoTime(cause.sinceDeploy.deployAt) }
          : null,
      },
      timeline: timeline.map((moment) => ({
        time: isoTime(moment.time),
        source: moment.source,
        kind: moment.kind,
        text: moment.text,
        ref: moment.ref,
        status: moment.status ?? null,
        durationMs: moment.durationMs ?? null,
        attempt: moment.attempt ?? null,
        level: moment.level ?? null,
      })),
      searched: searched.map(({ where, found }) => ({ where, found })),
    },
    incomplete,
    guard,
  )
}
