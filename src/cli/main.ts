import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { usage } from '../domain/problem.ts'
import { reportFailure } from './failure.ts'
import { bareConfig } from './oclif-config.ts'

/** The command line, from its words to the exit code. `root` is the folder that holds package.json and dist/. */
export const main = async (root: string): Promise<void> => {
  const words = process.argv.slice(2)
  const told = { json: wantsJson(words), debug: words.includes('--debug') }
  // Node's own exit code of 1 would read as a verdict.
  process.once('uncaughtException', (error) => process.exit(reportFailure(error, told)))
  try {
    await dispatch(root, words)
  } catch (error) {
    process.exitCode = reportFailure(error, told)
  }
  // What is still going on in the background (a cache being checked, a kept-alive socket) must not hold the prompt back.
  await Promise.all([flushed(process.stdout), flushed(process.stderr)])
  process.exit()
}

/**
 * A known command is loaded from its own file, found by its words; oclif's search through configuration, plugins and manifest
 * costs more than the command itself and is left for what is not a plain command: help, `--version` with more words, typing errors.
 */
const dispatch = async (root: string, words: readonly string[]): Promise<void> => {
  const found = commandFile(root, words)
  if (found && words.some((word) => word === '--help' || word === '-h')) {
    process.stdout.write(readFileSync(join(root, 'dist/help', `${found.id.replaceAll(':', '.')}.txt`), 'utf8'))
    return
  }
  if (found) {
    const { default: Class } = await import(found.file)
    Class.id = found.id
    await new Class(words.slice(found.words), bareConfig(root))._run()
    return
  }
  const [{ run }, pjson] = [await import('@oclif/core/run'), readPackage(root)]
  const { manifestIds, unknownCommand } = await import('./unknown-command.ts')
  if (words[0] === 'help') return dispatch(root, [...words.slice(1), '--help'])
  const ids = manifestIds(root)
  if (!found && words[0]?.startsWith('-') && !/^(--help|-h|--version)$/.test(words[0])) {
    throw usage(`flags come after the command: slsops COMMAND ${words[0]}`, 'slsops --help lists the commands')
  }
  const asked = words.filter((word) => !word.startsWith('-'))
  if (!found && asked.length > 0 && !ids.topics.has(asked.join(':'))) throw unknownCommand(words, ids.commands)
  await run([...words], {
    root,
    pjson,
    isRoot: true,
    userPlugins: false,
    devPlugins: false,
    jitPlugins: false,
  } as never)
}

/** The longest run of leading words that names a command: `demo serve` before `demo`. */
const commandFile = (root: string, words: readonly string[]) => {
  const plain = words.findIndex((word) => !/^[a-z][a-z0-9-]*$/.test(word))
  for (let n = Math.min(plain < 0 ? words.length : plain, 2); n > 0; n--) {
    const path = words.slice(0, n).join('/')
    for (const name of [`${path}.js`, `${path}/index.js`]) {
      const file = join(root, 'dist/commands', name)
      if (existsSync(file)) return { file, id: words.slice(0, n).join(':'), words: n }
    }
  }
  return undefined
}

const readPackage = (root: string) => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const wantsJson = (words: readonly string[]): boolean =>
  words.some(
    (word, at) =>
      word === '--json' || word === '-ojson' || ((word === '-o' || word === '--output') && words[at + 1] === 'json'),
  )

const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve()
    else {
      stream.once('error', () => resolve())
      stream.write('', () => resolve())
    }
  })
