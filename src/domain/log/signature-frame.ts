import { isForeign } from './stack-frames.ts'

/** Where in the app's own code a failure came from. */
export interface OwnFrame {
  /** As in the deployed package: `fulfil.ts`, `src/lib/db.py`; of a longer one the last parts. Empty where the frame names no file. */
  readonly path: string
  readonly line: number | null
  /** The function, as its language writes it; null for one without a name. */
  readonly label: string | null
}

/** Lines of a stack that are looked at, and characters of a line. */
const mostLines = 500
const longestLine = 400

const path = (text: string): string => {
  const clean = text
    .replace(/^(?:file:\/\/|webpack:\/\/\/?|app\/\/)+/, '')
    .replace(/\\/g, '/')
    .replace(/^\/?var\/task\//, '')
    .replace(/^(?:\.\/)+/, '')
  const parts = clean.split('/').filter(Boolean)
  // What lies elsewhere was built elsewhere: whose machine it was says nothing.
  const most = text.startsWith('/') && clean.startsWith('/') ? 2 : 3
  return parts.slice(-most).join('/')
}

const named = (label: string | undefined): string | null => {
  const word = (label ?? '')
    .replace(/^(?:async |new )+/, '')
    .replace(/ \[as [^\]]*\]$/, '')
    .trim()
  return word === '' || /^(?:(?:Object\.)?<anonymous>|<module>|<main>|\(anonymous\)|\(top\))$/.test(word) ? null : word
}

const frame = (file: string, line: string | undefined, label: string | undefined): OwnFrame => ({
  path: path(file),
  line: line === undefined ? null : Number(line),
  label: named(label),
})

/** How the languages write a frame. The label of .NET and Go goes without the arguments. */
const readers: readonly ((line: string) => OwnFrame | null)[] = [
  // Python
  (line) => {
    const match = /^\s*File "([^"]*)", line (\d+)(?:, in (.*))?$/.exec(line)
    return match && frame(match[1]!, match[2], match[3])
  },
  // .NET: `at Shop.Orders.Pack(Order order) in /src/Orders.cs:line 23`, or without a file
  (line) => {
    const match = /^\s*at ([^\s(][^(]*)\([^)]*\)(?: in (.*):line (\d+))$/.exec(line)
    return match && frame(match[2]!, match[3], match[1])
  },
  // Node, JVM, and Go's error of its runtime: `at label (path:line:column)`
  (line) => {
    const match = /^\s*at (?:(.*) )?\(([^()]*?):(\d+)(?::\d+)?\)$/.exec(line)
    return match && frame(match[2]!, match[3], match[1])
  },
  (line) => {
    const match = /^\s*at ([^\s(]+)\(([^\s():]+\.[a-z]{1,7})(?::(\d+))?\)$/.exec(line)
    return match && frame(match[2]!, match[3], match[1]!.replace(/^[\w.-]*\/+/, ''))
  },
  (line) => {
    const match = /^\s*at (?:async )?([^\s():]*(?::\/\/)?[^\s():]+):(\d+)(?::\d+)?$/.exec(line)
    return match && frame(match[1]!, match[2], undefined)
  },
  (line) => {
    const match = /^\s*at ([A-Za-z_][\w.<>`+|$[\]]*)\([^)]*\)$/.exec(line)
    return match && frame('', undefined, match[1])
  },
  // Ruby
  (line) => {
    const match = /^\s*(?:from )?([^\s:][^:]*):(\d+):in [`'](?:block .*in )?([^`']*)'$/.exec(line)
    return match && frame(match[1]!, match[2], match[3])
  },
]

const frameOf = (line: string): OwnFrame | null => {
  for (const read of readers) {
    const found = read(line)
    if (found) return found
  }
  return null
}

/** Go's panic: `main.handler(0xc000...)` and below it `\t/build/main.go:23 +0x1d`. */
const goPanic = (lines: readonly string[]): OwnFrame | null => {
  for (let at = 0; at + 1 < lines.length; at++) {
    const place = /^\t([^\s:]+\.go):(\d+)(?: |$)/.exec(lines[at + 1]!)
    if (
      !place ||
      /^(?:panic|runtime|reflect|testing|net\/|sync)[.(/]|^github\.com\/aws\/|^created by /.test(lines[at]!)
    )
      continue
    if (/\/(?:usr\/local|opt\/hostedtoolcache)[^\s]*\/go\/|\/pkg\/mod\//.test(place[1]!)) continue
    return frame(place[1]!, place[2], lines[at]!.replace(/\([^()]*\)$/, ''))
  }
  return null
}

/**
 * The frame of the app's own code that is nearest to the failure; null where the stack has none. Python writes its stacks the other way
 * round. `stack` is text, a frame a line.
 */
export const ownFrame = (stack: string | null): OwnFrame | null => {
  if (stack === null) return null
  const lines: string[] = []
  for (let from = 0; from <= stack.length && lines.length < mostLines; ) {
    const end = stack.indexOf('\n', from)
    const to = end < 0 ? stack.length : end
    if (to - from <= longestLine) lines.push(stack.slice(from, to).trimEnd())
    from = to + 1
  }
  const python = lines.some((line) => /^\s*File "/.test(line))
  for (const line of python ? lines.reverse() : lines) {
    if (isForeign(line)) continue
    const found = frameOf(line)
    if (found) return found
  }
  return goPanic(lines)
}

/** `fulfil.ts:41 wrapGift`, for people. Of a long label (Java, .NET) the class and the method. */
export const frameText = ({ path: file, line, label }: OwnFrame): string => {
  const place = line === null || file === '' ? file : `${file}:${line}`
  const short = label !== null && label.length > 30 ? label.split('.').slice(-2).join('.') : label
  return [place, short].filter(Boolean).join(' ')
}
