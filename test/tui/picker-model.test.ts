import { describe, expect, it } from 'vitest'
import { matching, pickerOf, pickerStep, windowOf } from '../../src/tui/picker-model.ts'

const items = ['orders-prod', 'orders-dev', 'billing'].map((name) => ({ name, about: '' }))

describe('the picker', () => {
  it('narrows by every word typed, whatever the case, and starts at the top again', () => {
    const moved = pickerStep(pickerOf(items), { kind: 'down' })
    const typed = pickerStep(moved, { kind: 'type', text: 'ORD dev' })
    expect(matching(typed).map(({ name }) => name)).toEqual(['orders-dev'])
    expect(typed.selected).toBe(0)
  })
  it('stays inside the list', () => {
    let state = pickerOf(items)
    for (let n = 0; n < 9; n++) state = pickerStep(state, { kind: 'down' })
    expect(state.selected).toBe(2)
    for (let n = 0; n < 9; n++) state = pickerStep(state, { kind: 'up' })
    expect(state.selected).toBe(0)
  })
  it('takes back a whole character, not half of one', () => {
    const typed = pickerStep(pickerOf(items), { kind: 'type', text: 'a😀' })
    expect(pickerStep(typed, { kind: 'erase' }).typed).toBe('a')
  })
  it('keeps the selected line in the window', () => {
    const list = Array.from({ length: 50 }, (_, n) => n)
    for (const selected of [0, 3, 25, 47, 49]) {
      const { from, shown } = windowOf(list, selected, 7)
      expect(shown).toHaveLength(7)
      expect(shown).toContain(selected)
      expect(shown[0]).toBe(from)
    }
  })
})
