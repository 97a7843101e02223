import { usage } from './problem.ts'

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** `300ms`, `30s`, `1h30m`, `2d` in milliseconds; a Problem (usage) for anything else. */
export const parseDuration = (text: string): number => {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)]
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text.trim()) {
    throw usage(`"${text}" is no length of time`, 'write it like 30s, 10m, 1h30m or 2d')
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * units[unit!]!, 0)
}
