import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { setInEvent } from '../../src/domain/invoke-set.ts'

describe('--set', () => {
  it.each([
    [{}, 'a=1', { a: 1 }],
    [{}, 'a.b.c=x', { a: { b: { c: 'x' } } }],
    [{}, 'a[0].b=true', { a: [{ b: true }] }],
    [{ a: [1, 2] }, 'a[2]=3', { a: [1, 2, 3] }],
    [{ a: [1, 2] }, 'a.0=null', { a: [null, 2] }],
    [{ headers: {} }, 'headers["x-a.b"]=1=2', { headers: { 'x-a.b': '1=2' } }],
    [{ body: 'old' }, 'body={"id":1}', { body: '{"id":1}' }],
    [{ body: null }, 'body={"id":1}', { body: { id: 1 } }],
    [{}, '__proto__.x=1', JSON.parse('{"__proto__":{"x":1}}')],
  ])('%j with %s', (event, assignment, expected) => {
    expect(setInEvent(event, assignment)).toEqual(expected)
  })

  it.each([
    [{}, 'a', /a path, =, and a value/],
    [{}, '=1', /a path, =, and a value/],
    [{ a: 'text' }, 'a.b=1', /holds a string/],
    [{ a: [] }, 'a[3]=1', /list of 0/],
    [{ a: [] }, 'a.length=9', /list of 0/],
    [{}, 'a[x=1', /no path/],
    ['text', 'a=1', /no object/],
  ])('%j with %s is usage', (event, assignment, message) => {
    expect(() => setInEvent(event, assignment)).toThrow(
      expect.objectContaining({ exit: 2, message: expect.stringMatching(message) }),
    )
  })

  it('changes what it names, and neither the rest nor the event it was given', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.integer()),
        fc.stringMatching(/^[a-z]{1,5}$/),
        fc.integer(),
        (event, key, value) => {
          const before = structuredClone(event)
          expect(setInEvent(event, `${key}=${value}`)).toEqual({ ...before, [key]: value })
          expect(event).toEqual(before)
        },
      ),
    )
  })
})
