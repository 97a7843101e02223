import { usage } from '../problem.ts'

/** What a PartiQL statement does, and the table or index it names. (DynamoDB API: ExecuteStatement.) */
export interface Statement {
  readonly verb: 'select' | 'insert' | 'update' | 'delete'
  /** As it stands in the statement, without its quotes. */
  readonly table: string
  /** Where the table's name stands: from, up to. */
  readonly at: readonly [number, number]
  readonly hasWhere: boolean
}

const forms: readonly (readonly [Statement['verb'], RegExp])[] = [
  ['select', /^\s*select\b(?:'(?:[^']|'')*'|"[^"]*"|[^'"])*?\bfrom\s+/is],
  ['insert', /^\s*insert\s+into\s+/i],
  ['update', /^\s*update\s+/i],
  ['delete', /^\s*delete\s+from\s+/i],
]

/** Throws a usage Problem for what is none of the four: nothing unknown is ever sent. */
export const statementOf = (text: string): Statement => {
  for (const [verb, form] of forms) {
    const head = form.exec(text)?.[0]
    if (head === undefined) continue
    const name = /^(?:"([^"]+)"|([A-Za-z0-9_.-]+))/.exec(text.slice(head.length))
    if (!name) break
    const plain = text.replace(/'(?:[^']|'')*'|"[^"]*"/g, '')
    return {
      verb,
      table: name[1] ?? name[2]!,
      at: [head.length, head.length + name[0].length],
      hasWhere: /\bwhere\b/i.test(plain),
    }
  }
  throw usage('this is no PartiQL statement of DynamoDB', `SELECT * FROM "orders" WHERE orderId = 'o-1'`)
}
