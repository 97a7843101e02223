import { bindings, keyText } from '../../../src/tui/trace/keys.ts'

/** The table of keys as the README has it, made of the bindings. */
export const keysTable = (): string => {
  const rows = bindings.map(({ keys, help, where }) => {
    const names = keys.map((key) => `\`${keyText(key, true)}\``).join(' ')
    return `| ${names} | ${help} | ${where.length === 3 ? 'everywhere' : where.join(', ')} |`
  })
  return ['| key | does | where |', '|---|---|---|', ...rows].join('\n')
}
