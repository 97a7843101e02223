import { describe, expect, test } from 'vitest'
import { parseTemplate } from '../../../src/domain/log/template.ts'

const shape = (template: string) =>
  parseTemplate(template).map((piece) =>
    piece.type === 'text'
      ? piece.text
      : [piece.name, piece.path, piece.otherwise, piece.align, piece.width, piece.most],
  )

describe('a template', () => {
  test.each<[string, unknown[]]>([
    ['{time} {level}', [['time', '', '', '<', 0, null], ' ', ['level', '', '', '<', 0, null]]],
    [
      '{level|-:5}{message:.80}',
      [
        ['level', '', '-', '<', 5, null],
        ['message', '', '', '<', 0, 80],
      ],
    ],
    ['{fields.order.id|none:>10.8}', [['field', 'order.id', 'none', '>', 10, 8]]],
    [
      '{fields}{error.type}',
      [
        ['fields', '', '', '<', 0, null],
        ['error.type', '', '', '<', 0, null],
      ],
    ],
    ['{{"a":\\t{{{req}}}}}\\n\\\\', ['{"a":\t{', ['req', '', '', '<', 0, null], '}}\n\\']],
    ['a \\d', ['a \\d']],
  ])('%s', (template, expected) => {
    expect(shape(template)).toEqual(expected)
  })

  test.each([
    ['{levle}', /\{levle\} is no name/, /did you mean \{level\}/],
    ['{orderId}', /\{orderId\} is no name/, /\{fields\.orderId\}/],
    ['{level', /has no partner/, /\{\{/],
    ['a } b', /has no partner/, /\}\}/],
    ['{level:wide}', /not understood/, /\{level:5\}/],
    ['{}', /not understood/, /\{level\}/],
  ])('%s is a usage error that says what helps', (template, message, hint) => {
    expect(() => parseTemplate(template)).toThrow(
      expect.objectContaining({
        code: 'Usage',
        exit: 2,
        message: expect.stringMatching(message),
        hint: expect.stringMatching(hint),
      }),
    )
  })
})
