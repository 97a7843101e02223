import { expect, test } from 'vitest'
import { ciGuard } from '../../../src/output/ci-commands.ts'
import { raw } from '../../../src/output/tail/raw.ts'
import { event } from '../../domain/log/event.ts'

test.each([
  ['a', 'a\n'],
  ['a\n', 'a\n'],
  ['a\n\n', 'a\n\n'],
  ['', '\n'],
  ['\u001b[31mred\u001b[0m\tx\ry\n', '\u001b[31mred\u001b[0m\tx\ry\n'],
])('a pipe gets %j as %j', (message, expected) => {
  expect(raw({ tty: false })(event(message))).toBe(expected)
})

test('a terminal gets it safe', () => {
  expect(raw({ tty: true })(event('\u001b[31mred\u001b]0;t\u0007\tx\ry\u0007\n'))).toBe('red\tx\ny\\x07\n')
})

test('a runner gets no commands', () => {
  expect(raw({ tty: false, guard: ciGuard({ TF_BUILD: '1' }) })(event('::error::x\r##vso[y]\n'))).toBe(
    '\\::error::x\r#\\#vso[y]\n',
  )
})
