import { jsonRecord } from '../../domain/log/json-record.ts'
import type { LogEvent } from '../../domain/log-event.ts'
import { usage } from '../../domain/problem.ts'

/** A JMESPath expression that was read: gives what it finds in a value, null where it finds nothing. */
export type Query = (value: unknown) => unknown

/** What `--query` found in a line; `isJson` false for a line of text, which a query leaves as it is. */
export interface Found {
  readonly isJson: boolean
  readonly value: unknown
}

/** What is wrong with the expression itself, whatever it is asked of. */
const isWrong = (error: unknown): error is Error =>
  error instanceof Error &&
  (error.name === 'ParserError' || error.name === 'LexerError' || error.message.startsWith('Unknown function'))

/** `--query EXPRESSION`. Rejects with a Problem (usage) that says where the expression breaks. The library is loaded here. */
export const parseQuery = async (expression: string): Promise<Query> => {
  const { search } = await import('jmespath')
  const query: Query = (value) => {
    try {
      return search(value, expression) ?? null
    } catch (error) {
      if (isWrong(error)) throw error
      // A function that this value does not suit, such as the length of nothing.
      return null
    }
  }
  try {
    query({})
  } catch (error) {
    throw usage(
      `--query ${JSON.stringify(expression)} is no JMESPath: ${(error as Error).message}`,
      "write it like --query orderId or --query '{id: orderId, n: length(items)}'",
    )
  }
  return query
}

/** A query over the JSON that each line carries. */
export const queryOfLines =
  (query: Query): ((event: LogEvent) => Found) =>
  ({ message }) => {
    const record = jsonRecord(message)
    return record === null ? { isJson: false, value: null } : { isJson: true, value: query(record) }
  }
