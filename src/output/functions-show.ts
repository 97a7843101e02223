import type { Invoker } from '../domain/access/invokers.ts'
import { lastPart } from '../domain/arn.ts'
import type { Alias, Destinations, FunctionDetail, FunctionUrl, Mapping } from '../domain/functions/detail.ts'
import { deprecatedOn, isDeprecated } from '../domain/functions/runtime.ts'
import { invokerText, type Named, placeText } from './access-words.ts'
import { ago } from './ago.ts'
import { durationText } from './duration.ts'
import { share } from './functions-cells.ts'
import { configured } from './functions-json.ts'
import { paint } from './paint.ts'
import { safeText } from './safe-text.ts'
import { bytesText } from './status.ts'
import { glyphs, type Style } from './style.ts'
import { measureFor } from './width.ts'
import { wrapRow } from './wrap.ts'

export interface ShownFunction {
  readonly detail: FunctionDetail
  readonly wiring: {
    readonly mappings: readonly Mapping[] | null
    readonly invokers: readonly Invoker[] | null
    readonly destinations: Destinations | null | 'unread'
  } | null
  readonly url: FunctionUrl | null
  readonly aliases: readonly Alias[] | null
  readonly versions: readonly string[] | null
}

export interface ShowText {
  readonly style: Style
  readonly now: number
  readonly named: Named
  /** `--show-secrets`. */
  readonly secrets: boolean
}

/** What stands where a value was; as long for each, so that it tells nothing. */
export const MASKED = '***'

type Row = readonly [title: string, texts: readonly (string | null)[]]
const unread = '? it could not be read'

const aliasText = ({ name, version, weights }: Alias): string => {
  const others = Object.entries(weights)
  const rest = others.reduce((sum, [, weight]) => sum - weight, 1)
  if (others.length === 0) return `${name} → ${version}`
  return `${name} → ${version} ${share(rest, 1)}, ${others.map(([one, weight]) => `${one} ${share(weight, 1)}`).join(', ')}`
}

const mappingText = ({ source, state, batchSize, lastResult, onFailure }: Mapping, named: Named): string => {
  const trouble = state !== 'Enabled' || (lastResult?.startsWith('PROBLEM') ?? false)
  return [
    `${placeText(source, named)}`,
    batchSize === null ? null : `in batches of ${batchSize}`,
    state === 'Enabled' ? null : `${state}`,
    lastResult === null || lastResult === 'OK' ? null : lastResult,
    onFailure === null ? null : `failures to ${placeText(onFailure, named)}`,
    trouble ? '!' : null,
  ]
    .filter((part) => part !== null)
    .join(', ')
    .replace(/, !$/, ' !')
}

const failuresOf = ({ detail, wiring }: ShownFunction, named: Named): readonly (string | null)[] => {
  const destinations = configured(wiring)
  if (wiring?.destinations === 'unread' && detail.deadLetterArn === null) return [unread]
  return [
    detail.deadLetterArn && `dead letters to ${placeText(detail.deadLetterArn, named)}`,
    destinations?.onFailure ? `failures to ${placeText(destinations.onFailure, named)}` : null,
    destinations?.onSuccess ? `successes to ${placeText(destinations.onSuccess, named)}` : null,
    destinations?.maxRetries == null ? null : `${destinations.maxRetries} retries of an asynchronous invocation`,
    destinations?.maxAgeMs == null ? null : `events up to ${durationText(destinations.maxAgeMs)} old`,
  ]
}

const rowsOf = (shown: ShownFunction, { now, named, secrets, style }: ShowText): readonly Row[] => {
  const { detail, wiring, url, aliases, versions } = shown
  const isGuess = detail.assumed !== null
  const old = isDeprecated(detail.runtime, now)
  const { image, vpc, durable } = detail
  const state =
    detail.state === null
      ? null
      : `${detail.state}${detail.stateReason ? `: ${detail.stateReason}` : ''}${detail.lastUpdate === null || detail.lastUpdate === 'Successful' ? '' : `, last update ${detail.lastUpdate}${detail.lastUpdateReason ? `: ${detail.lastUpdateReason}` : ''}`}`
  const environment = Object.entries(detail.environment).sort(([a], [b]) => (a < b ? -1 : 1))
  const failures = failuresOf(shown, named).filter((one) => one !== null)
  return [
    ['name', [detail.name]],
    ['what', [detail.description]],
    ['state', [state]],
    [
      'runs',
      detail.packageType === 'Image'
        ? [image?.uri ?? 'a container image', image?.digest ?? null, detail.imageCommand.join(' ') || null]
        : [
            [detail.runtime, detail.handler].filter((one) => one !== null).join(' ') || null,
            old ? `! ${detail.runtime} is deprecated since ${deprecatedOn(detail.runtime)}` : null,
          ],
    ],
    [
      'size',
      [
        [
          detail.architecture,
          detail.memoryMb === null ? null : `${detail.memoryMb} MB memory`,
          detail.timeoutMs === null ? null : `timeout ${durationText(detail.timeoutMs)}`,
          detail.storageMb === null ? null : `${detail.storageMb} MB storage`,
          detail.codeBytes === null ? null : `code ${bytesText(detail.codeBytes)}`,
        ]
          .filter((one) => one !== null)
          .join(` ${glyphs(style).dot} `) || null,
      ],
    ],
    ['last change', [detail.lastModified === null ? null : `${ago(detail.lastModified, now)} ago`]],
    [
      'concurrency',
      [
        detail.reservedConcurrency === null
          ? null
          : detail.reservedConcurrency === 0
            ? '! 0 reserved: every invocation is refused'
            : `${detail.reservedConcurrency} reserved`,
      ],
    ],
    ['durable', [durable && `executions up to ${durationText(durable.timeoutMs)}, kept ${durable.retentionDays} days`]],
    ['tenants', [detail.perTenant ? 'an environment for each tenant: an invocation names one' : null]],
    ['VPC', [vpc && `${vpc.id}, ${vpc.subnets} subnets`]],
    ['layers', detail.layers.map((layer) => layer.split(':layer:')[1] ?? layer)],
    ['role', [detail.role && lastPart(detail.role)]],
    [
      'invoked by',
      wiring === null
        ? []
        : wiring.invokers === null
          ? [unread]
          : wiring.invokers.map((one) => invokerText(one, named)),
    ],
    [
      'reads from',
      wiring === null
        ? []
        : wiring.mappings === null
          ? [unread]
          : wiring.mappings.map((one) => mappingText(one, named)),
    ],
    ['URL', [url && `${url.url} ${url.auth === 'NONE' ? '! everybody may call it' : `(${url.auth})`}`]],
    [
      'failures',
      wiring === null ? [] : failures.length > 0 ? failures : ['no dead-letter queue and no destination of its own'],
    ],
    ['aliases', aliases === null ? (wiring === null ? [] : [unread]) : aliases.map(aliasText)],
    ['versions', [versions === null ? (wiring === null ? null : unread) : versions.slice(-12).join(', ') || null]],
    ['log group', isGuess ? [] : [detail.logGroup, detail.sharedGroup ? 'which it may share with others' : null]],
    ['log format', [isGuess ? null : detail.logFormat]],
    ['tracing', [isGuess ? null : detail.tracing ? 'X-Ray, active' : 'off']],
    [
      'environment',
      detail.environmentError !== null
        ? [`! ${detail.environmentError}`]
        : environment.map(([name, value]) => `${name}=${secrets ? value : MASKED}`),
    ],
  ]
}

/** One function, a title and its texts a row; what nobody said has no row. */
export const functionText = async (shown: ShownFunction, options: ShowText): Promise<string> => {
  const { style } = options
  const rows = rowsOf(shown, options).flatMap(([title, texts]) => {
    const told = texts.filter((text) => text !== null && text !== '').map((text) => safeText(text as string))
    return told.length === 0 ? [] : [{ title, told }]
  })
  const [look, measure] = await Promise.all([paint(style), measureFor(rows.flatMap(({ told }) => told))])
  const indent = Math.max(...rows.map(({ title }) => title.length)) + 2
  const room = Math.max(20, (style.width ?? Number.POSITIVE_INFINITY) - indent)
  const lines = rows.flatMap(({ title, told }) =>
    told
      .flatMap((text) =>
        wrapRow(text, { first: room, rest: room - 2 }, measure).map((part, at) => ({
          text: at === 0 ? part : `  ${part}`,
          isBad: /(?:^| )! |\s!$/.test(text),
        })),
      )
      .map(({ text, isBad }, at) => {
        const left = at === 0 ? look('dim', title.padEnd(indent)) : ' '.repeat(indent)
        return `${left}${isBad ? look('error', text) : text}`
      }),
  )
  return [look('bold', safeText(shown.detail.path)), ...lines].map((line) => `${line}\n`).join('')
}
