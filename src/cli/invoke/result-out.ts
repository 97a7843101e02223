import { ciGuard } from '../../output/ci-commands.ts'
import { partsForTerminal, resultForPipe, resultForTerminal } from '../../output/invoke-result.ts'
import { printOut } from '../print.ts'
import { type InvokeCall, onStdout } from './call.ts'

export interface ResultOut {
  /** A part of a streamed answer. */
  part(bytes: Uint8Array): Promise<void>
  /** The whole answer: printed, or, where its parts were, ended. */
  whole(payload: Uint8Array): Promise<void>
}

const write = async (text: string | Uint8Array): Promise<void> => {
  if (text.length > 0) await printOut(text)
}

/** Where the function's answer goes: stdout, spread out on a terminal, as it is in a pipe; nowhere where JSON is asked for. */
export const resultOut = (call: Pick<InvokeCall, 'outputs'>): ResultOut => {
  if (!onStdout(call, 'human')) return { part: async () => {}, whole: async () => {} }
  const terminal = process.stdout.isTTY === true
  const guard = ciGuard(process.env)
  const parts = partsForTerminal()
  let bytesOut = 0
  return {
    part: async (bytes) => {
      bytesOut += bytes.length
      await write(terminal ? parts(bytes) : resultForPipe(bytes, guard))
    },
    whole: async (payload) => {
      if (bytesOut > 0) await write(terminal ? parts(null) : '')
      else await write(terminal ? resultForTerminal(payload) : resultForPipe(payload, guard))
    },
  }
}
