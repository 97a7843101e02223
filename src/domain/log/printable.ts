/**
 * A message as a person reads it: `\r` (what the Node and Python runtimes write for a line break inside a message) turned to `\n`,
 * NBSP (how Python indents a traceback) to space, line breaks at the end taken off.
 */
export const printable = (message: string): string => {
  let text = message
  if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n')
  if (text.includes('\u00a0')) text = text.replaceAll('\u00a0', ' ')
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) === 10) end--
  return end === text.length ? text : text.slice(0, end)
}
