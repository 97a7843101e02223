import type { StackFrame } from './span.ts'

const readers: readonly ((line: string) => StackFrame | null)[] = [
  // Python
  (line) => {
    const match = /^\s*File "([^"]*)", line (\d+)(?:, in (.*))?$/.exec(line)
    return match && { path: match[1]!, line: Number(match[2]), label: match[3] ?? null }
  },
  // .NET
  (line) => {
    const match = /^\s*at ([^(]+\([^)]*\)) in (.*):line (\d+)$/.exec(line)
    return match && { path: match[2]!, line: Number(match[3]), label: match[1]! }
  },
  // Node with a name, JVM: `at label (path:line:column)`, `at label(File.java:12)`
  (line) => {
    const match = /^\s*at (?:(.*?) ?)\(([^()]*?):(\d+)(?::\d+)?\)$/.exec(line)
    return match && { path: match[2]!, line: Number(match[3]), label: match[1] || null }
  },
  // Node without a name
  (line) => {
    const match = /^\s*at (?:async )?(\S+?):(\d+)(?::\d+)?$/.exec(line)
    return match && { path: match[1]!, line: Number(match[2]), label: null }
  },
  (line) => {
    const match = /^\s*at ([^\s(]+)\(([^()]*)\)$/.exec(line)
    return match && { path: match[2] || null, line: null, label: match[1]! }
  },
]

/** A stack that lies in one text (`exception.stacktrace`) as frames, the one nearest to the failure first. */
export const framesOf = (text: string): readonly StackFrame[] => {
  const frames: StackFrame[] = []
  let python = false
  for (const line of text.slice(0, 65_536).split(/\r?\n/)) {
    if (line.length > 400) continue
    for (const read of readers) {
      const frame = read(line)
      if (!frame) continue
      python ||= read === readers[0]
      frames.push(frame)
      break
    }
  }
  return python ? frames.reverse() : frames
}
