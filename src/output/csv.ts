const quoted = /[",\r\n]/

const cell = (value: string): string => (quoted.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

/**
 * RFC 4180: a line with the names, a line a row, CRLF after each; what is absent is an empty cell. Values are as they came, so that a program
 * reads what was logged: a spreadsheet takes one that begins with `=`, `+`, `-` or `@` for a formula.
 */
export const csv = (columns: readonly string[], rows: readonly (readonly (string | null)[])[]): string =>
  [columns, ...rows].map((row) => `${row.map((value) => cell(value ?? '')).join(',')}\r\n`).join('')
