import { expect, it } from 'vitest'
import { completionScript, shells } from '../../src/cli/completion.ts'
import { unknownCommand } from '../../src/cli/unknown-command.ts'

const ids = ['demo', 'demo:serve', 'demo:fault', 'resources', 'stacks', 'tail']

it.each([
  [['tial'], 'slsops tail'],
  [['stack'], 'slsops stacks'],
  [['demo', 'srve'], 'slsops demo serve'],
  [['demo', 'serev', '--port', '1'], 'slsops demo serve'],
])('%j: did you mean %s', (words, expected) => {
  expect(unknownCommand(words, ids)).toMatchObject({ exit: 2, hint: `did you mean: ${expected}` })
})

it('points to the help where nothing is near', () => {
  expect(unknownCommand(['xyzzy'], ids).hint).toMatch(/--help/)
})

const manifest = {
  tail: {
    summary: "the app's logs",
    flags: { since: { type: 'option', description: 'from when' }, errors: { type: 'boolean' } },
  },
  'demo:serve': { summary: 'keep it up', flags: {} },
  secret: { hidden: true },
}

it.each(shells)('completion for %s knows commands, their words and flags, and nothing hidden', (shell) => {
  const script = completionScript(shell, manifest)
  for (const word of ['tail', 'demo', 'serve', 'since', 'errors']) expect(script).toContain(word)
  expect(script).not.toContain('secret')
})
