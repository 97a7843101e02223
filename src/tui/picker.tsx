import { Box, Text, useApp, useInput, useWindowSize } from 'ink'
import { useReducer } from 'react'
import { matching, type PickerEvent, type PickerItem, pickerOf, pickerStep, windowOf } from './picker-model.ts'

export interface PickerProps {
  readonly title: string
  readonly items: readonly PickerItem[]
  readonly onPick: (name: string | null) => void
}

/** Title and footer take a line each, and the last line of the screen stays free. */
const OTHER_ROWS = 4

export const Picker = ({ title, items, onPick }: PickerProps) => {
  const [state, send] = useReducer(pickerStep, items, pickerOf)
  const { exit } = useApp()
  const { rows } = useWindowSize()
  const found = matching(state)
  const { from, shown } = windowOf(found, state.selected, Math.max(3, Math.min(12, rows - OTHER_ROWS)))
  const pick = (name: string | null) => {
    onPick(name)
    exit()
  }
  useInput((input, key) => {
    const named = Object.entries(moves).find(([name]) => key[name as keyof typeof key])
    if (key.return) pick(found[state.selected]?.name ?? null)
    else if (key.escape) pick(null)
    else if (named) send(named[1])
    else if (input && !key.ctrl && !key.meta) send({ kind: 'type', text: input })
  })
  const width = Math.max(...items.map(({ name }) => name.length))
  return (
    <Box flexDirection="column">
      <Text>
        <Text bold>{title}</Text>
        {state.typed === '' ? <Text dimColor> type to narrow it</Text> : <Text> {state.typed}</Text>}
      </Text>
      {shown.map(({ name, about }, n) => {
        const selected = from + n === state.selected
        return (
          <Text key={name} inverse={selected} wrap="truncate">
            {selected ? ' ▸ ' : '   '}
            {name.padEnd(width)} <Text dimColor={!selected}>{about}</Text>
          </Text>
        )
      })}
      {found.length === 0 ? <Text dimColor> nothing fits</Text> : null}
      <Text dimColor>
        {' '}
        ↑/↓ move enter choose esc cancel
        {found.length > shown.length ? `   ${state.selected + 1} of ${found.length}` : ''}
      </Text>
    </Box>
  )
}

const moves: Readonly<Record<string, PickerEvent>> = {
  upArrow: { kind: 'up' },
  downArrow: { kind: 'down' },
  home: { kind: 'first' },
  end: { kind: 'last' },
  backspace: { kind: 'erase' },
  delete: { kind: 'erase' },
}
