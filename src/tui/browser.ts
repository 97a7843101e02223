import { spawn } from 'node:child_process'

export interface Desk {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: string
}

/** The program that shows an address, and its words before the address; null where nobody sits before a desktop. */
export const browserFor = ({ env, platform }: Desk): readonly [program: string, ...words: string[]] | null => {
  if (env['SSH_CONNECTION'] || env['SSH_TTY']) return null
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : null
}

/** Shows an https address in the person's browser, without a shell between; false where there is none. */
export const browse = (url: string, desk: Desk): boolean => {
  const found = browserFor(desk)
  if (found === null || !url.startsWith('https://')) return false
  const [program, ...words] = found
  const child = spawn(program, [...words, url], { stdio: 'ignore', detached: true })
  // A desktop without that program: the address stands on the screen anyway.
  child.on('error', () => {})
  child.unref()
  return true
}
