import { createHash } from 'node:crypto'
import { axis } from '../../domain/trace/axis.ts'
import { spans } from '../../domain/trace/flatten.ts'
import { spanLabel } from '../../domain/trace/label.ts'
import type { Bounds, LinkedTrace, TraceRow } from '../../domain/trace/rows.ts'
import { isBad, statusGlyph } from '../../domain/trace/status.ts'
import type { Trace } from '../../domain/trace/trace.ts'
import { durationText } from '../duration.ts'
import { isoTime } from '../json.ts'
import { safeText } from '../safe-text.ts'
import { exceptionsOf, exceptionText, frameLine } from './exceptions.ts'
import { type DetailSection, detailOf } from './html-detail.ts'
import { htmlBlock, htmlJson, htmlText } from './html-escape.ts'
import { htmlRow } from './html-rows.ts'
import { htmlScript } from './html-script.ts'
import { colours, htmlStyle } from './html-style.ts'
import { withoutSecrets } from './secrets.ts'
import { timeSpent } from './time-spent.ts'
import { boundsOf, shownRows, tracesIn } from './waterfall-bounds.ts'

export interface HtmlOptions {
  readonly showSecrets: boolean
  /** The traces that were followed, by row key: they stand below the span that sent them. */
  readonly linked?: ReadonlyMap<string, readonly LinkedTrace[]>
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing but the page's own style and script, by their hashes; no request at all. */
const policy = [
  "default-src 'none'",
  `style-src ${hashOf(htmlStyle)}`,
  `script-src ${hashOf(htmlScript)}`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`

const axisSvg = (bounds: Bounds): string => {
  const { stepMs } = axis(bounds, 54)
  const total = bounds.end - bounds.start
  if (!(stepMs > 0)) return ''
  const ticks: string[] = []
  for (let at = 0; at * stepMs <= total * 0.94 && ticks.length < 20; at++)
    ticks.push(
      `<text x="${((at * stepMs * 100) / total).toFixed(2)}%" y="12">${htmlText(durationText(at * stepMs))}</text>`,
    )
  return ticks.join('')
}

const factsOf = (trace: Trace): string => {
  const all = Array.from(spans(trace), ({ status }) => status)
  const bad = (['fault', 'error', 'throttle'] as const).flatMap((status) => {
    const count = all.filter((one) => one === status).length
    return count === 0 ? [] : [`<span class="st ${status}">${counted(count, status)}</span>`]
  })
  const facts = [
    `<b>${durationText(trace.end - trace.start)}</b>`,
    isoTime(trace.start) ?? '',
    counted(trace.spanCount, 'span'),
    ...bad,
    trace.partial ? '<span class="st error">partial</span>' : 'complete',
  ]
  return facts.filter(Boolean).join(' · ')
}

const causeOf = (trace: Trace): string => {
  if (trace.cause === null) return ''
  const { spanId, summary } = trace.cause
  const found = [...spans(trace)].find(({ id }) => id === spanId)
  const status = found?.status ?? trace.status
  return `<p class="cause ${status}">${statusGlyph(isBad(status) ? status : 'error', true)} ${htmlText(summary)}</p>`
}

const notesOf = (trace: Trace): string =>
  [
    ...(trace.partial ? ['Not complete: something still runs, or AWS cut the trace at its limit.'] : []),
    ...(trace.orphans > 0
      ? [`${counted(trace.orphans, 'span')} whose parent is not there: shown at the top level.`]
      : []),
    ...trace.invalid.map(
      ({ id, reason }) => `A document that can't be read${id === null ? '' : ` (${id})`}: ${reason}`,
    ),
  ]
    .map((note) => `<p class="note">! ${htmlText(note)}</p>`)
    .join('\n')

const causesOf = (trace: Trace): string => {
  const told = exceptionsOf(trace).map(({ exception, spans: at }) => {
    const names = [...new Set(at.map(spanLabel))].slice(0, 4).join(', ')
    const stack =
      exception.stack.length === 0 ? '' : `<pre>${htmlBlock(exception.stack.map(frameLine).join('\n'))}</pre>`
    return `<article class="${at[0]!.status}"><p class="at">${htmlText(names)}</p><p>${htmlText(exceptionText(exception))}</p>${stack}</article>`
  })
  return told.length === 0 ? '' : `<section class="causes"><h2>Exceptions</h2>${told.join('\n')}</section>`
}

const dataOf = (row: TraceRow): { readonly title: string; readonly sections: readonly DetailSection[] } => {
  if (row.kind === 'span') return { title: safeText(spanLabel(row.span)), sections: detailOf(row.span) }
  if (row.kind === 'link')
    return {
      title: `linked trace ${safeText(row.traceId)}`,
      sections: [{ title: 'link', rows: [['direction', row.direction]] }],
    }
  const { trace, through, carrier, waitMs, fanIn } = row.link
  const rows: [string, string][] = [
    ['trace id', safeText(trace.id)],
    ['carried by', carrier ?? ''],
    ['wait', durationText(waitMs)],
    ['traces in the batch', String(fanIn)],
  ]
  return { title: safeText(through), sections: [{ title: 'hop', rows }] }
}

/**
 * A trace as one page that needs nothing else: no request, no library, its style and script held by a policy. It folds, searches and
 * shows each span's fields; without scripts it still shows the tree and the exceptions, and it prints.
 */
export const htmlPage = (given: Trace, { showSecrets, linked: followed }: HtmlOptions): string => {
  const trace = showSecrets ? given : withoutSecrets(given)
  const linked =
    followed === undefined || showSecrets
      ? followed
      : new Map(
          [...followed].map(([key, all]) => [key, all.map((one) => ({ ...one, trace: withoutSecrets(one.trace) }))]),
        )
  const rows = shownRows(trace, linked)
  const all = tracesIn(trace, linked)
  const bounds = boundsOf(trace, rows)
  const services = [...new Set(all.flatMap((one) => Array.from(spans(one), ({ service }) => service)))]
  const numbers = new Map(services.map((service, at) => [service, at % colours]))
  const colour = (service: string): number => numbers.get(service) ?? 0
  const spent = new Map(all.map((one) => [one.id, timeSpent(one)]))
  const isSpent = (row: TraceRow): boolean =>
    row.kind === 'span' && (spent.get(row.span.traceId)?.has(row.span.id) ?? false)
  const body = rows.map((row, at) =>
    htmlRow(row, at, (rows[at + 1]?.depth ?? -1) > row.depth, { bounds, colour, spent: isSpent }),
  )
  const legend = services
    .slice(0, 24)
    .map((service) => `<span><i class="c${colour(service)}"></i>${htmlText(service)}</span>`)
    .join('')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="slsops">
<link rel="icon" href="data:,">
<title>${htmlText(trace.id)}</title>
<style>${htmlStyle}</style>
</head>
<body>
<header>
<h1 class="mono">${htmlText(trace.id)}</h1>
<div class="meta">${factsOf(trace)}</div>
${causeOf(trace)}
${notesOf(trace)}
<div class="legend">${legend}</div>
</header>
<div class="tools" hidden>
<input id="search" type="search" placeholder="Search names, ids, fields ..." aria-label="Search">
<output id="count" for="search"></output>
<button id="next" type="button">Next error</button>
<button id="fold" type="button">Fold all</button>
<button id="unfold" type="button">Unfold all</button>
<button id="theme" type="button">Dark / light</button>
<span class="keys">j k move · h l fold · enter detail · e next error · / search</span>
</div>
<main>
<div id="tree" role="tree" tabindex="0" aria-label="Spans">
<div class="axis" aria-hidden="true"><span></span><span></span><svg>${axisSvg(bounds)}</svg><span></span></div>
${body.join('\n')}
</div>
<aside id="detail" aria-live="polite" hidden></aside>
</main>
${causesOf(trace)}
<script type="application/json" id="data">${htmlJson(rows.map(dataOf))}</script>
<script>${htmlScript}</script>
</body>
</html>
`
}
