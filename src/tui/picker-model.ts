/** A list to choose one of: typed letters narrow it, arrows move. Pure; the view only draws it. */
export interface PickerState {
  readonly items: readonly PickerItem[]
  readonly typed: string
  readonly selected: number
}

export interface PickerItem {
  readonly name: string
  /** Said beside the name: status, age. */
  readonly about: string
}

export type PickerEvent =
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'erase' | 'up' | 'down' | 'first' | 'last' }

export const pickerOf = (items: readonly PickerItem[]): PickerState => ({ items, typed: '', selected: 0 })

export const matching = ({ items, typed }: Pick<PickerState, 'items' | 'typed'>): readonly PickerItem[] => {
  const words = typed.toLowerCase().split(' ').filter(Boolean)
  return items.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
}

export const pickerStep = (state: PickerState, event: PickerEvent): PickerState => {
  const last = Math.max(0, matching(state).length - 1)
  switch (event.kind) {
    case 'type':
      return { ...state, typed: state.typed + event.text, selected: 0 }
    case 'erase':
      return { ...state, typed: [...state.typed].slice(0, -1).join(''), selected: 0 }
    case 'up':
      return { ...state, selected: Math.max(0, state.selected - 1) }
    case 'down':
      return { ...state, selected: Math.min(last, state.selected + 1) }
    case 'first':
      return { ...state, selected: 0 }
    case 'last':
      return { ...state, selected: last }
  }
}

/** The part of a list that fits in `rows`, with the selected line in it. */
export const windowOf = <T>(
  list: readonly T[],
  selected: number,
  rows: number,
): { readonly from: number; readonly shown: readonly T[] } => {
  const from = Math.max(0, Math.min(selected - Math.floor(rows / 2), list.length - rows))
  return { from, shown: list.slice(from, from + rows) }
}
