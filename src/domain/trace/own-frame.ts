import { isForeign } from '../log/stack-frames.ts'
import type { StackFrame } from './span.ts'

const foreignPath =
  /^(?:internal\/|node:|runtime\/|reflect\/|net\/http\/|github\.com\/aws\/)|\/usr\/local\/go\/|\/pkg\/mod\//

const isOwn = ({ path, line, label }: StackFrame): boolean =>
  path !== null &&
  path !== '' &&
  !foreignPath.test(path) &&
  !isForeign(`  at ${(label ?? '').replace(/\s+/g, '.')} (${path}:${line ?? 1})`)

/** The frame of the app's own code that is nearest to the failure: no package, runtime, layer or part of the language. */
export const topOwnFrame = (stack: readonly StackFrame[]): StackFrame | null => stack.find(isOwn) ?? null

/** `fulfil.ts:41`. */
export const placeText = ({ path, line }: StackFrame): string => {
  const file = (path ?? '').replaceAll('\\', '/').split('/').filter(Boolean).at(-1) ?? ''
  return line === null ? file : `${file}:${line}`
}
