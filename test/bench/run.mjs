// npm run bench -- [--rounds N] [--only NAME]... [--all] [--json FILE] [PROGRAM]
// Measures whole processes beside their peers, in rounds (A B C, A B C ...) after one round to warm up. PROGRAM is the product's
// entry, bin/run.js of this repository unless said. Exit code 1 when a command of the product failed or fell short.
// The table `quota` takes minutes: it is measured with --only quota or --all.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { explorerText, explorerTitle, runExplorer } from './explorer.mjs'
import { accountant, executables, measureAll } from './measure.mjs'
import { quotaTitle, runQuota } from './quota.mjs'
import { quotaText } from './quota-report.mjs'
import { METRICS, mediansOf, tableText, verdict } from './report.mjs'
import { chosen, tables } from './tables.mjs'

const here = import.meta.dirname
const say = (text) => process.stdout.write(`${text}\n`)
const note = (text) => process.stderr.write(`${text}\n`)

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', multiple: true, default: [] },
    all: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const product = resolve(positionals[0] ?? join(here, '../../bin/run.js'))
const accounts = accountant()
const scratch = mkdtempSync(join(tmpdir(), 'slsops-bench-'))

/** The first AWS CLI of major version 2; several may be installed, and the first on the PATH may be a 1.x. */
const findAws = () => {
  const seen = []
  for (const file of executables('aws')) {
    try {
      const version = execFileSync(file, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
      if (version.startsWith('aws-cli/2.')) return { file, version: version.split(' ')[0] }
      seen.push(`${file} is ${version.split(' ')[0] || 'silent'}`)
    } catch {
      seen.push(`${file} does not run`)
    }
  }
  return { file: null, why: seen.length === 0 ? 'no aws on this machine' : `no aws-cli 2.x: ${seen.join(', ')}` }
}

/** Nothing of the person's own settings, and a cache that the first round fills. NODE_EXTRA_CA_CERTS costs some Nodes 50 ms a start. */
const environment = {
  PATH: process.env.PATH ?? '',
  HOME: scratch,
  XDG_CACHE_HOME: join(scratch, 'cache'),
  XDG_STATE_HOME: join(scratch, 'state'),
  XDG_CONFIG_HOME: join(scratch, 'config'),
  LANG: 'C.UTF-8',
  TZ: 'UTC',
  AWS_ACCESS_KEY_ID: 'AKIABENCH00000000000',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_EC2_METADATA_DISABLED: 'true',
}

/** The server that a table is measured against: of log groups, unless it brings one of its own. */
const serve = async ({ groups = [], server }) => {
  const { file, words } = server ?? {
    file: 'logs-server.mjs',
    words: groups.map(([name, events]) => `${name}=${events}`),
  }
  const child = spawn(process.execPath, [join(here, file), ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise((done) => child.once('close', done))
  const [line] = await Promise.race([
    new Promise((done) => createInterface(child.stdout).once('line', (text) => done([text]))),
    ended.then(() => {
      throw new Error(`${file} ended before it was ready`)
    }),
  ])
  return {
    endpoint: JSON.parse(line).endpoint,
    stop: async () => {
      child.stdin.end()
      await ended
    },
  }
}

const short = (row, got) => {
  if (got.code !== 0) return `exit ${got.code}: ${got.stderr.trim().slice(-1500) || 'nothing on stderr'}`
  return got.lines < row.lines ? `printed ${got.lines} lines of ${row.lines}: ${got.stderr.trim().slice(-500)}` : null
}

const runTable = async (table, aws) => {
  const options = { env: environment, accounts, file: join(scratch, 'usage') }
  const rows = table.rows.map((row) => {
    const absent = row.commands.some(([program]) => program === null)
    return { ...row, rounds: [], state: absent ? 'missing' : 'measured', why: absent ? aws.why : null }
  })
  for (let round = 0; round <= rounds; round += 1) {
    for (const row of rows.filter(({ state }) => state === 'measured')) {
      const got = await measureAll(row.commands, options)
      const why = short(row, got)
      if (why !== null) Object.assign(row, { state: row.peer ? 'missing' : 'failed', why })
      else if (round > 0) row.rounds.push(Object.fromEntries(METRICS.map((metric) => [metric, got[metric]])))
    }
    note(`${table.title}: ${round === 0 ? 'warmed up' : `round ${round} of ${rounds}`}`)
  }
  for (const row of rows) row.medians = mediansOf(row.rounds)
  const measured = new Map(rows.filter(({ state }) => state === 'measured').map((row) => [row.name, row]))
  for (const row of rows) row.verdicts = row.budgets.map((budget) => verdict(row, measured.get(budget.against), budget))
  return { ...table, rows }
}

const record = ({ name, label, peer, state, why, rounds: all, medians, verdicts }) => ({
  name,
  label,
  peer,
  state,
  why,
  medians,
  verdicts,
  rounds: all,
})

/** The table that is not rounds of processes: its own rows, or null when it is not asked for. */
const quotaTable = async () => {
  if (!values.all && !values.only.includes('quota')) {
    if (values.only.length === 0)
      say(`${quotaTitle}\n  NOT MEASURED: it takes some five minutes; --only quota or --all\n`)
    return null
  }
  const rows = await runQuota({ product, env: environment, scratch, note })
  say(`${quotaText(quotaTitle, rows)}\n`)
  return { name: 'quota', title: quotaTitle, rows }
}

/** The explorer's own figures: no processes beside each other, so no rounds. */
const explorerTable = async () => {
  if (values.only.length > 0 && !values.only.includes('explorer') && !values.all) return null
  const rows = await runExplorer({ scratch, env: environment })
  say(`${explorerText(explorerTitle, rows)}\n`)
  return { name: 'explorer', title: explorerTitle, rows }
}

const main = async () => {
  const aws = findAws()
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'CPU'}, load ${loadavg()[0].toFixed(1)}`
  say(
    `Node ${process.versions.node}, ${machine}; peer: ${aws.file ? `${aws.version} (${aws.file})` : `NOT MEASURED, ${aws.why}`}`,
  )
  say(
    `medians of ${rounds} rounds; CPU and memory: ${accounts ? accounts.name : 'NOT MEASURED, no time and no python3'}\n`,
  )
  const plan = (endpoint) =>
    chosen(tables({ node: process.execPath, product, aws: aws.file, endpoint }), values.all ? [] : values.only)
  const results = []
  for (const [i, asked] of plan('').entries()) {
    const server = await serve(asked)
    try {
      const table = await runTable(plan(server.endpoint)[i], aws)
      results.push(table)
      say(`${tableText(table)}\n`)
    } finally {
      await server.stop()
    }
  }
  const others = [await explorerTable(), await quotaTable()].filter((table) => table !== null)
  if (results.length === 0 && others.length === 0) throw new Error(`nothing is called ${values.only.join(', ')}`)
  if (values.json !== undefined) {
    const file = {
      node: process.versions.node,
      machine,
      aws: aws.version ?? null,
      rounds,
      tables: [...results.map(({ name, title, rows }) => ({ name, title, rows: rows.map(record) })), ...others],
    }
    writeFileSync(values.json, `${JSON.stringify(file, null, 2)}\n`)
  }
  return [...results, ...others].some(({ rows }) => rows.some(({ state }) => state === 'failed')) ? 1 : 0
}

try {
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a number from 1 on')
  process.exitCode = await main()
} catch (error) {
  note(`bench: ${error.message}`)
  process.exitCode = 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
