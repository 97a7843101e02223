import { string } from '@oclif/core/flags'

/** Flags of commands that write, beside `--yes` and `--read-only`, which all commands have. */
export const writeFlags = {
  confirm: string({
    helpGroup: 'RUN',
    helpValue: 'NAME',
    description: 'the name that would have to be typed: of a protected stack, or of what can not be brought back',
  }),
}
