import { cannotWrite } from './interrupt.ts'

/** The answer, or a part of it, on stdout. Rejects where it is lost; a reader who closed the pipe wanted no more, and ends the command elsewhere. */
export const printOut = (text: string | Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(text, (error: NodeJS.ErrnoException | null | undefined) => {
      if (error && error.code !== 'EPIPE') reject(cannotWrite(error))
      else resolve()
    })
  })
