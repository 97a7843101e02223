// The explorer on a trace of 10,000 spans: not against a peer but against the clock, so a slow machine may be over without a fault of ours.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { build } from 'esbuild'
import { builtinModules, oclifStubs } from '../../src/build/plugins.mjs'

export const explorerTitle = 'explorer, a trace of 10,000 spans, 120x50'

/** In CPU time of the thread that draws. */
const budgets = [
  { of: 'layout', share: 'P50', label: 'tree and layout, documents to first lines, median', atMost: 100 },
  { of: 'frame', share: 'P50', label: 'one key to its frame, median', atMost: 16 },
  { of: 'frame', share: 'P95', label: 'one key to its frame, p95', atMost: 16 },
]

/** Bundled as the product is (production React), run in a process of its own. */
export const runExplorer = async ({ scratch, env }) => {
  // Ink shows the cursor on stderr once more as it goes: not for the screen of this run.
  const runs = { env, encoding: 'utf8', timeout: 120_000, stdio: ['ignore', 'pipe', 'pipe'] }
  const outfile = join(scratch, 'explorer-frames.mjs')
  try {
    await build({
      entryPoints: [join(import.meta.dirname, 'explorer-frames.tsx')],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node22',
      mainFields: ['module', 'main'],
      jsx: 'automatic',
      define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
      banner: {
        js: "const require=process.getBuiltinModule('node:module').createRequire(import.meta.url);",
      },
      plugins: [oclifStubs, builtinModules],
      logLevel: 'warning',
    })
    const figures = JSON.parse(execFileSync(process.execPath, [outfile], runs))
    return [{ name: 'explorer', label: explorerTitle, peer: false, state: 'measured', why: null, figures }]
  } catch (error) {
    return [{ name: 'explorer', label: explorerTitle, peer: false, state: 'failed', why: error.message, figures: null }]
  }
}

const ms = (value) => `${value.toFixed(1)} ms`

export const explorerText = (title, rows) =>
  [
    title,
    ...rows.flatMap(({ why, figures }) =>
      figures === null
        ? [`FAILED: ${why}`]
        : [
            ...budgets.map(({ of, share, label, atMost }) => {
              const cpu = figures[of][`cpu${share}`]
              const wall = figures[of][share.toLowerCase()]
              return `${label}: ${ms(cpu)} of CPU, at most ${atMost} ms: ${cpu <= atMost ? 'ok' : 'over'} (wall ${ms(wall)})`
            }),
            `all folded or unfolded, median: ${ms(figures.fold.cpuP50)} of CPU (wall ${ms(figures.fold.p50)})`,
            `${figures.spans} spans, ${figures.frameBytes} bytes a frame, ${figures.rssMb} MB resident`,
          ],
    ),
  ].join('\n  ')
