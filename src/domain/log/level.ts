import type { LogLevel } from '../log-event.ts'

const words: Readonly<Record<LogLevel, readonly string[]>> = {
  TRACE: ['trace', 'trce', 'verbose', 'silly', 'finest', 'finer'],
  DEBUG: ['debug', 'dbug', 'dbg', 'fine'],
  INFO: ['info', 'information', 'informational', 'notice', 'http'],
  WARN: ['warn', 'warning'],
  ERROR: ['error', 'err', 'fail', 'severe'],
  FATAL: ['fatal', 'critical', 'crit', 'alert', 'emergency', 'emerg', 'panic', 'dpanic'],
}

const byWord = new Map<string, LogLevel>(
  Object.entries(words).flatMap(([level, names]) => names.map((name) => [name, level as LogLevel] as const)),
)

const ranks: readonly LogLevel[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']

/** Position in the order of gravity, TRACE = 0. */
export const rankOf = (level: LogLevel): number => ranks.indexOf(level)

/**
 * The level that a logger's word or number (pino, bunyan: 10 trace .. 60 fatal) stands for; null where it stands for none.
 * A word may be coloured: winston's `colorize` writes SGR codes into the JSON.
 */
export const levelOf = (value: unknown): LogLevel | null => {
  if (typeof value === 'string') {
    if (value.length > 40) return null
    const word = value.includes('\u001b') ? value.replace(/\u001b\[[0-9;]*m/g, '') : value
    return byWord.get(word.trim().toLowerCase()) ?? null
  }
  if (typeof value === 'number')
    return value >= 10 && value <= 100 ? ranks[Math.min(Math.floor(value / 10), 6) - 1]! : null
  // loguru and others: {"level": {"name": "INFO", "no": 20}}
  const name = (value as { name?: unknown } | null)?.name
  return typeof name === 'string' ? levelOf(name) : null
}
