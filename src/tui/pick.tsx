import { render } from 'ink'
import { Picker } from './picker.tsx'
import type { PickerItem } from './picker-model.ts'

export interface PickStreams {
  readonly input: NodeJS.ReadStream
  /** Where it is drawn: stderr, so that the answer of the command may still be piped. */
  readonly screen: NodeJS.WriteStream
}

/** Lets the person choose; null when they would rather not. Ctrl-C counts as that, too. */
export const pick = async (
  title: string,
  items: readonly PickerItem[],
  { input, screen }: PickStreams,
): Promise<string | null> => {
  let picked: string | null = null
  const view = render(
    <Picker
      title={title}
      items={items}
      onPick={(name) => {
        picked = name
      }}
    />,
    { stdin: input, stdout: screen, stderr: screen, exitOnCtrlC: true, patchConsole: false },
  )
  await view.waitUntilExit()
  view.clear()
  return picked
}
