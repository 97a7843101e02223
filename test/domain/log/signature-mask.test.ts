import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { filled, mask } from '../../../src/domain/log/signature-mask.ts'

describe('what is masked', () => {
  it.each([
    ["Cannot read properties of undefined (reading 'wrap')", "Cannot read properties of undefined (reading '<*>')"],
    ['card 0002 was declined: insufficient_funds', 'card <*> was declined: insufficient_funds'],
    ['order o-8841 of c-112 not found', 'order o-<*> of c-<*> not found'],
    ['took 312ms and 4.5 MB', 'took <*>ms and <*> MB'],
    ['at 2026-11-24T10:03:36.953Z it broke', 'at <*> it broke'],
    ['since Tue, 24 Nov 2026 10:00:00 GMT it is broken', 'since <*> it is broken'],
    ['connect ECONNREFUSED 10.0.0.1:5432', 'connect ECONNREFUSED <*>'],
    ['fe80::abcd is no host', '<*> is no host'],
    ["user ann.b+shop@example.org can't be found", "user <*> can't be found"],
    ['request 8FAB6C1E-98a6-4f2a-9d5e-0c3a5c2f1b77 failed', 'request <*> failed'],
    ['trace 1-6b49d2a9-16a5bdd27e45fc9f4a12ddd2 failed', 'trace <*> failed'],
    ['id V1StGXR8_Z5jdHi6B-myT is taken', 'id <*> is taken'],
    ['deadbeefcafe at 0x7ffee3', '<*> at <*>'],
    ['orders-prod-FulfilOrder-1X2Y3Z4A5B6C is gone', 'orders-prod-FulfilOrder-<*> is gone'],
    [
      'GET https://api.example.com/users/12/orders/ab3f?x=1&y=z: 503 Service Unavailable',
      'GET https://api.example.com/users/<*>/orders/<*>?<*> Service Unavailable',
    ],
    ['ids [1, 2, 3, 17] are gone', 'ids [<*>] are gone'],
    ["names 'a', 'b', 'c' are gone", "names '<*>' are gone"],
    ['{"order": "o-1", "total": 12}', '{"order": "<*>", "total": <*>}'],
    ["Unable to import module 'app': No module named 'x'", "Unable to import module 'app': No module named '<*>'"],
    ["it's the users' own fault", "it's the users' own fault"],
    ['S3 and SHA256 and utf8 stay, UTF8 too', 'S3 and SHA256 and utf8 stay, UTF8 too'],
    ['', ''],
  ])('%s', (message, template) => expect(mask(message).text).toBe(template))
})

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
const id = fc.oneof(
  fc.uuid(),
  fc.nat().map(String),
  hex(24),
  fc.emailAddress().filter((address) => /^[\w.+%-]{1,64}@/.test(address)),
  fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }).map((date) => date.toISOString()),
  fc.ipV4(),
)
const kinds = [
  fc.uuid(),
  fc.nat().map(String),
  hex(32),
  fc.nat().map((n) => `o-${n}`),
  fc.double({ noNaN: true, min: 0, max: 1e6 }).map((n) => n.toFixed(2)),
]
const words = fc.array(fc.stringMatching(/^[a-z]{2,7}$/), { minLength: 1, maxLength: 5 }).map((all) => all.join(' '))

test('the same template with other ids is the same', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(words, fc.nat(kinds.length - 1)), { maxLength: 5 }),
      words,
      fc.infiniteStream(fc.nat()),
      (parts, end, seeds) => {
        const instance = () => {
          const seed = seeds.next().value as number
          return `${parts.map(([text, kind], at) => `${text} ${fc.sample(kinds[kind]!, { seed: seed + at, numRuns: 1 })[0]} `).join('')}${end}`
        }
        expect(mask(instance()).text).toBe(mask(instance()).text)
      },
    ),
    { numRuns: 200 },
  )
})

test('an id of any sort leaves nothing of itself', () => {
  fc.assert(
    fc.property(words, id, words, (before, one, after) => {
      expect(mask(`${before} ${one} ${after}`).text).toBe(`${before} <*> ${after}`)
    }),
  )
})

test('a quoted value may be anything that has not its quote', () => {
  const content = fc.string({ maxLength: 60 }).filter((text) => !text.includes("'"))
  fc.assert(
    fc.property(words, content, (before, text) => {
      expect(mask(`${before} '${text}' found`).text).toBe(`${before} '<*>' found`)
    }),
  )
})

const piece = fc.constantFrom(
  "'",
  '"',
  '`',
  '<*>',
  '<',
  '*>',
  '-',
  '_',
  ':',
  '::',
  ' ',
  ',',
  '12',
  '3.5',
  'ab',
  'a1',
  '@',
  '.',
  '/',
  '?',
  '://',
  'http://x.y/',
  '=',
  '0x1f',
  'deadbeef',
  'e',
  '1',
  'Mon',
  'Nov 24',
  '(',
  '}',
  'é',
  '😀',
  '\u00a0',
  'ms',
  '2026-11-24',
  'T10:00:00Z',
  'sha256',
)
const hostile = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.array(piece, { maxLength: 60 }).map((all) => all.join('')),
  fc.array(piece, { minLength: 100, maxLength: 300 }).map((all) => all.join('')),
)

test('masking what was masked changes nothing; the template is bounded and made of its parts', () => {
  fc.assert(
    fc.property(hostile, (message) => {
      const { text, literals, values } = mask(message)
      expect(mask(text).text).toBe(text)
      expect(text.length).toBeLessThanOrEqual(300)
      expect(literals).toHaveLength(values.length + 1)
      expect(
        filled(
          literals,
          values.map(() => null),
        ),
      ).toBe(text)
    }),
    { numRuns: 3000 },
  )
})

test('what is not cut can be put together again from its values', () => {
  fc.assert(
    fc.property(hostile, (message) => {
      const { text, literals, values } = mask(message)
      if (text.length < 200 && values.every((value) => value.length < 120 && !value.includes('<*>')))
        expect(filled(literals, values)).toBe(message)
    }),
  )
})

describe('a hostile megabyte', () => {
  it.each([
    ['letters', 'a'.repeat(1e6)],
    ['digits', '1'.repeat(1e6)],
    ['digits that end in a letter', `${'1'.repeat(1e6)}z`],
    ['figures', '1,'.repeat(5e5)],
    ['quotes', "'".repeat(1e6)],
    ['quotations that end nowhere', " 'a".repeat(3e5)],
    ['quotations of names', "'a':".repeat(2e5)],
    ['colons', ':'.repeat(1e6)],
    ['at signs', 'a@'.repeat(5e5)],
    ['dots', 'a.'.repeat(5e5)],
    ['schemes', 'http://'.repeat(1e5)],
    ['dashes', 'a1-'.repeat(3e5)],
    ['brackets', '<*'.repeat(5e5)],
    ['weekdays', 'Mon '.repeat(2e5)],
  ])('of %s takes no time', (_what, message) => {
    const began = performance.now()
    for (let n = 0; n < 5; n++) mask(message)
    expect(performance.now() - began).toBeLessThan(500)
    expect(mask(message).text.length).toBeLessThanOrEqual(300)
  })
})
