import { ExitCode, Problem } from '../domain/problem.ts'

export interface TerminalStreams {
  readonly input: { readonly isTTY?: boolean | undefined }
  readonly screen: { readonly isTTY?: boolean | undefined }
  readonly term: string | undefined
}

/** Whether a full-screen view can be drawn and driven: keys come from a terminal and the screen is one that moves its cursor. */
export const isInteractive = ({ input, screen, term }: TerminalStreams): boolean =>
  input.isTTY === true && screen.isTTY === true && term !== 'dumb'

/** A Problem (usage) where there is no terminal for a full-screen view. */
export const requireTerminal = (streams: TerminalStreams): void => {
  if (isInteractive(streams)) return
  throw new Problem('NotInteractive', 'there is no terminal to explore traces in', {
    hint: 'slsops traces -o json, or slsops traces show ID, print them',
    exit: ExitCode.usage,
  })
}
