/** A line of a stack to show, and how many frames of other people's code follow it unseen. */
export interface StackRow {
  readonly text: string
  readonly folded: number
}

const frame = /^\s*at \S|^\s*File "|^\s*(?:from )?\S[^:]{0,400}:\d+:in |^\s*\.\.\. \d+ (?:more|common)/

export const isFrame = (line: string): boolean => frame.test(line)

const foreign: readonly RegExp[] = [
  // Node: packages, Node's own, the Lambda runtime, layers
  /node_modules|\bnode:|\/var\/runtime\/|\/var\/lang\/|\/opt\/|\(internal\/|^\s*at (?:new )?Promise(?:\.\w+)? \(<anonymous>\)|^\s*at (?:async )?\S+ \(<anonymous>\)/,
  // Python and Ruby
  /site-packages|<frozen |\/usr\/lib|\/gems\/|aws_lambda_powertools/,
  // JVM and .NET
  /^\s*at (?:java|javax|jdk|sun|com\.sun|lambdainternal|com\.amazonaws|software\.amazon|kotlin|scala|org\.springframework|org\.apache|reactor|io\.micronaut|System|Microsoft|Amazon)\./,
  /^\s*\.\.\. \d+ (?:more|common)/,
  // Go
  /^\s*at \S+ \((?:github\.com\/aws\/|runtime\/|reflect\/)/,
]

/** A frame of a package, the runtime or the language itself. */
export const isForeign = (line: string): boolean => foreign.some((pattern) => pattern.test(line))

const shown = (line: string): string => line.replace(/(?:file:\/\/)?\/var\/task\//, '').trimEnd()

const indentOf = (line: string): number => line.length - line.trimStart().length

/**
 * The stack with the app's own frames, each run of packages', runtime's and internal frames counted on the row above it.
 * A stack that has none of the app's frames keeps its first. Nothing but frames is folded.
 */
export const foldStack = (stack: string): readonly StackRow[] => {
  const written = stack.split('\n').filter((line) => line.trim() !== '')
  const indent = written.reduce((least, line) => Math.min(least, indentOf(line)), Number.POSITIVE_INFINITY)
  const lines = written.map((line) => line.slice(indent))
  const ownFrames = lines.some((line) => isFrame(line) && !isForeign(line))
  const rows: { text: string; folded: number }[] = []
  /** Python writes a frame's code below it: that goes with it. */
  let hidingCode = false
  let frames = 0
  for (const line of lines) {
    if (isFrame(line)) {
      const hide = isForeign(line) && (ownFrames || frames > 0)
      hidingCode = hide && /^\s*File "/.test(line)
      frames++
      if (!hide) rows.push({ text: shown(line), folded: 0 })
      else if (rows.length > 0) rows[rows.length - 1]!.folded++
      else rows.push({ text: '', folded: 1 })
    } else if (!hidingCode || indentOf(line) === 0) {
      hidingCode = false
      rows.push({ text: shown(line), folded: 0 })
    }
  }
  return rows
}
