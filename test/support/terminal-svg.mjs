// Bytes of a terminal -> SVG. Knows what a program writes that prints lines: SGR colours, CR, LF; everything else it skips.
import stringWidth from 'string-width'

const palette = ['#3b4252', '#f07178', '#a5d6a7', '#ffcb6b', '#82aaff', '#c792ea', '#89ddff', '#d8dee9']
const bright = ['#6b7489', '#ff8b92', '#c3e88d', '#ffe585', '#9cc4ff', '#e1acff', '#a3f7ff', '#ffffff']
const ground = '#1b1f2b'
const plain = '#d8dee9'

/** Colour n of the 256. */
const indexed = (n) => {
  if (n < 8) return palette[n]
  if (n < 16) return bright[n - 8]
  if (n >= 232) return `#${(8 + (n - 232) * 10).toString(16).padStart(2, '0').repeat(3)}`
  const level = (step) => (step === 0 ? 0 : 55 + step * 40).toString(16).padStart(2, '0')
  const at = n - 16
  return `#${level(Math.floor(at / 36))}${level(Math.floor(at / 6) % 6)}${level(at % 6)}`
}

/** The pen after `ESC [ codes m`. */
const penAfter = (pen, codes) => {
  const next = { ...pen }
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at]
    if (code === 0) Object.assign(next, { colour: plain, dim: false, bold: false })
    else if (code === 1) next.bold = true
    else if (code === 2) next.dim = true
    else if (code === 22) Object.assign(next, { dim: false, bold: false })
    else if (code === 39) next.colour = plain
    else if (code >= 30 && code <= 37) next.colour = palette[code - 30]
    else if (code >= 90 && code <= 97) next.colour = bright[code - 90]
    else if (code === 38 && codes[at + 1] === 5) {
      next.colour = indexed(codes[at + 2])
      at += 2
    } else if (code === 38 && codes[at + 1] === 2) {
      next.colour = `rgb(${codes.slice(at + 2, at + 5).join(',')})`
      at += 4
    }
  }
  return next
}

/** Rows of runs `{text, column, cells, pen}`; a row that is longer than the screen goes on in the next. */
export const screenRows = (bytes, columns) => {
  const rows = [[]]
  let pen = { colour: plain, dim: false, bold: false }
  let column = 0
  const put = (text) => {
    for (const { segment } of new Intl.Segmenter().segment(text)) {
      const cells = stringWidth(segment)
      if (column + cells > columns) {
        rows.push([])
        column = 0
      }
      const last = rows.at(-1).at(-1)
      if (last !== undefined && last.pen === pen && last.column + last.cells === column) {
        last.text += segment
        last.cells += cells
      } else rows.at(-1).push({ text: segment, column, cells, pen })
      column += cells
    }
  }
  // biome-ignore lint/complexity/useRegexLiterals: control bytes are easier to read by name
  const part = new RegExp('\\u001b\\[([0-9;?]*)([A-Za-z])|\\u001b\\][^\\u0007]*\\u0007|\\r|\\n|[^\\u001b\\r\\n]+', 'gu')
  for (const [text, parameters, final] of bytes.matchAll(part)) {
    if (final === 'm') pen = penAfter(pen, parameters.split(';').map(Number))
    else if (text === '\n') rows.push([])
    else if (text === '\r') column = 0
    else if (!text.startsWith('\u001b')) put(text)
  }
  return rows
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The picture of what a terminal of that many columns shows. Each run is held to the grid, whatever font the reader has. */
export const terminalSvg = (bytes, columns, title) => {
  const [cell, line, left, top] = [8.4, 19, 18, 46]
  const rows = screenRows(bytes.replace(/[\r\n]+$/, ''), columns)
  const [width, height] = [Math.ceil(columns * cell + left * 2), Math.ceil(rows.length * line + top + 14)]
  // Viewers fold blanks: each stretch of words is put where its column is.
  const run = ({ text, column, pen }, row) =>
    [...text.matchAll(/\S+(?: \S+)*/g)].map(({ 0: words, index }) => {
      const x = left + (column + stringWidth(text.slice(0, index))) * cell
      const looks = [`fill="${pen.colour}"`]
      if (pen.dim) looks.push('opacity="0.62"')
      if (pen.bold) looks.push('font-weight="700"')
      const place = `x="${x.toFixed(1)}" y="${top + row * line + 13}" textLength="${(stringWidth(words) * cell).toFixed(1)}"`
      return `<text ${place} lengthAdjust="spacingAndGlyphs" ${looks.join(' ')}>${escaped(words)}</text>`
    })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" rx="8" fill="${ground}"/>
<circle cx="22" cy="20" r="5.5" fill="#f07178"/><circle cx="40" cy="20" r="5.5" fill="#ffcb6b"/><circle cx="58" cy="20" r="5.5" fill="#a5d6a7"/>
<g font-family="ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace" font-size="14">
${rows.flatMap((runs, row) => runs.flatMap((one) => run(one, row))).join('\n')}
</g>
</svg>
`
}
