import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  arnClause,
  conditions,
  expressions,
  leftOver,
  longestExpression,
  quoted,
  serviceClause,
  type TraceCriteria,
} from '../../../src/services/xray/filter-expression.ts'

const nothing: TraceCriteria = { filter: null, errors: false, faults: false, slowMs: null, user: null, annotations: [] }

describe('conditions', () => {
  it.each<[string, Partial<TraceCriteria>, readonly string[]]>([
    ['nothing asked', {}, []],
    ['a fault anywhere, not at the root alone', { faults: true }, ['service() { fault }']],
    ['an error anywhere', { errors: true }, ['service() { error OR throttle }']],
    ['either', { errors: true, faults: true }, ['service() { fault OR error OR throttle }']],
    ['slow', { slowMs: 1500 }, ['duration >= 1.5']],
    ['a user', { user: 'c-17' }, ['user = "c-17"']],
    ['an annotation', { annotations: [{ key: 'orderId', value: 'o-17' }] }, ['annotation.orderId = "o-17"']],
    [
      'an annotation that may be a number',
      { annotations: [{ key: 'age', value: '29' }] },
      ['(annotation.age = "29" OR annotation.age = 29)'],
    ],
    [
      'one that may be a boolean',
      { annotations: [{ key: 'gift', value: 'true' }] },
      ['(annotation.gift = "true" OR annotation.gift = true)'],
    ],
    ['a zip code is no number', { annotations: [{ key: 'zip', value: '01234' }] }, ['annotation.zip = "01234"']],
    ['a key of OpenTelemetry', { annotations: [{ key: 'app.tenant', value: 'x' }] }, ['annotation[app.tenant] = "x"']],
    ["a person's own words", { filter: ' http.status = 500 OR fault ' }, ['(http.status = 500 OR fault)']],
    ['a parenthesis in a text', { filter: 'http.url CONTAINS "(a"' }, ['(http.url CONTAINS "(a")']],
  ])('%s', (_, criteria, wanted) => expect(conditions({ ...nothing, ...criteria })).toEqual(wanted))

  it.each([
    ['x) OR (y', /\) too many/],
    ['(x', /\( too many/],
    ['service() { fault', /\{ too many/],
    ['user = "a', /" too many/],
    ['service() ( fault }', /\} too many/],
  ])('refuses %s, which would reach into the rest', (filter, message) =>
    expect(() => conditions({ ...nothing, filter })).toThrow(message),
  )

  it('refuses a key that no annotation can have', () =>
    expect(() => conditions({ ...nothing, annotations: [{ key: 'a b"', value: 'x' }] })).toThrow(/no key/))
})

describe('a text that the grammar can not hold', () => {
  it.each(['a"b', 'a\\', 'a\nb', '\u0000'])('%j is looked for in the summaries', (text) => {
    expect(quoted(text)).toBeNull()
    const criteria = { ...nothing, user: text, annotations: [{ key: 'k', value: text }] }
    expect(conditions(criteria)).toEqual([])
    expect(leftOver(criteria)).toEqual({ user: text, annotations: [{ key: 'k', value: text }] })
    expect(serviceClause(text, 'AWS::Lambda::Function')).toBeNull()
    expect(arnClause(text)).toBeNull()
  })
  it('leaves nothing over of what it can', () =>
    expect(leftOver({ ...nothing, user: 'ann', annotations: [{ key: 'k', value: 'v' }] })).toEqual({
      user: null,
      annotations: [],
    }))
  it('whatever a value holds, quotes stand around it and nowhere else', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (user) => {
        const [clause] = conditions({ ...nothing, user })
        if (clause !== undefined) expect(clause.split('"')).toEqual(['user = ', user, ''])
        else expect(leftOver({ ...nothing, user }).user).toBe(user)
      }),
    ))
})

describe('expressions', () => {
  it.each<[string, readonly string[] | null, readonly string[], readonly (string | null)[]]>([
    ['nothing', null, [], [null]],
    ['conditions alone', null, ['fault', 'duration >= 1'], ['fault AND duration >= 1']],
    ['clauses alone', ['a', 'b'], [], ['(a OR b)']],
    ['both', ['a', 'b'], ['c', 'd'], ['(a OR b) AND c AND d']],
  ])('%s', (_, clauses, all, wanted) => expect(expressions(clauses, all)).toEqual(wanted))

  it('are as long as X-Ray takes, and hold every clause once, with all conditions', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 180 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 0, max: 1500 }),
        (lengths, conditionLength) => {
          const clauses = lengths.map((length, at) => `${at}${'x'.repeat(length)}`)
          const all = conditionLength === 0 ? [] : ['c'.repeat(conditionLength)]
          const made = expressions(clauses, all) as readonly string[]
          const end = all.length === 0 ? '' : ` AND ${all[0]}`
          const inside = made.map((one) => {
            expect(one.length).toBeLessThanOrEqual(longestExpression)
            expect(one.endsWith(`)${end}`)).toBe(true)
            return one.slice(1, one.length - end.length - 1).split(' OR ')
          })
          expect(inside.flat()).toEqual(clauses)
          // As few as it goes: the first clause of each would not have fitted before.
          for (let at = 1; at < made.length; at++)
            expect(made[at - 1]!.length + ' OR '.length + inside[at]![0]!.length).toBeGreaterThan(longestExpression)
        },
      ),
    ))

  it('refuses conditions that leave no room', () => {
    expect(() => expressions(null, ['x'.repeat(2000)])).toThrow(/1999 characters at most/)
    expect(() => expressions(['a'.repeat(60)], ['x'.repeat(1980)])).toThrow(/1999 characters at most/)
  })
})
