import type { Command } from './keys.ts'

/** Where a command of motion leads in a list; null for a command that is none. */
export const moved = (command: Command, cursor: number, height: number, count: number): number | null => {
  const half = Math.max(1, Math.floor(height / 2))
  const page = Math.max(1, height - 1)
  switch (command) {
    case 'up':
      return cursor - 1
    case 'down':
      return cursor + 1
    case 'half-up':
      return cursor - half
    case 'half-down':
      return cursor + half
    case 'page-up':
      return cursor - page
    case 'page-down':
      return cursor + page
    case 'first':
      return 0
    case 'last':
      return count - 1
    default:
      return null
  }
}
