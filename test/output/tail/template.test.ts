import { describe, expect, test } from 'vitest'
import { type TemplateOptions, template } from '../../../src/output/tail/template.ts'
import { event } from '../../domain/log/event.ts'

const id = '8fab6c1e-7b61-11e6-9a41-93e812345678'
const plain: Omit<TemplateOptions, 'template'> = { style: { color: false, unicode: true, width: null }, zone: 'UTC' }
const show = (text: string, message: string, more: Partial<TemplateOptions> = {}) =>
  template({ ...plain, ...more, template: text })(event(message))
const line = `2026-11-23T14:03:21.118Z\t${id}\tERROR\tTypeError: no\r    at f (/var/task/a.js:1:2)\n`
const json = JSON.stringify({
  level: 'INFO',
  message: 'accepted',
  order: { id: 7, note: 'a "b"' },
  xray_trace_id: '1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2',
})

describe('each event as the template says', () => {
  test.each([
    ['{time} {function} {level} {message}', line, '14:03:21.118 CreateOrder ERROR TypeError: no\n'],
    ['{iso} {date} {epoch}', line, '2026-11-23T14:03:21.118Z 2026-11-23 1795442601118\n'],
    ['{level:<7}|{level:>7}|{message:.5}', json, 'INFO   |   INFO|acce…\n'],
    ['{fields.order.id} {fields.none|-} {fields.order}', json, '7 - {"id":7,"note":"a \\"b\\""}\n'],
    ['{fields}', json, 'order={"id":7,"note":"a \\"b\\""}\n'],
    ['{json}', json, `${json}\n`],
    ['{json|text}', line, 'text\n'],
    ['{req} {requestId}', line, `8fab6c1e ${id}\n`],
    ['{traceId}', json, '1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2\n'],
    ['{error.type}: {error.message}\n{error.stack}', line, 'TypeError: no\n    at f (/var/task/a.js:1:2)\n'],
    [
      '{source} {functionName} {logGroup} {version} {kind} {format} {late|in time}',
      line,
      'CreateOrder orders-CreateOrder /aws/lambda/orders-CreateOrder $LATEST app text in time\n',
    ],
    ['{message}\\n', 'x', 'x\n'],
    ['{raw}', 'a\u001b[2Jb\u0007\n', 'ab\\x07\n'],
  ])('%s', (text, message, expected) => {
    expect(show(text, message)).toBe(expected)
  })

  test('colours on a terminal, times as asked', () => {
    const style = { color: true, unicode: true, width: 80 }
    expect(show('{level} {time}', line, { style, timestamps: 'utc' })).toBe(
      '\u001b[31mERROR\u001b[0m \u001b[2m14:03:21.118Z\u001b[0m\n',
    )
  })
})
