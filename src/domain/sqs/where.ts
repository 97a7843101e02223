import { usage } from '../problem.ts'
import type { QueueMessage } from './message.ts'
import { messageRecord } from './record.ts'

export type Where = (message: QueueMessage) => boolean

/** JMESPath takes an empty list or object, an empty text, null and false for no. */
const says = (value: unknown): boolean => {
  if (value === null || value === undefined || value === false || value === '') return false
  if (Array.isArray(value)) return value.length > 0
  return typeof value === 'object' ? Object.keys(value).length > 0 : true
}

/** `search` is JMESPath's. Throws a usage Problem for an expression that is none. */
export const whereOf = (
  expression: string | undefined,
  search: (value: unknown, expression: string) => unknown,
): Where => {
  if (expression === undefined) return () => true
  try {
    search({}, expression)
  } catch (cause) {
    // A function that does not take what an empty object has is no fault of the expression.
    if ((cause as Error).name !== 'Error' || !(cause as Error).message.startsWith('TypeError:')) {
      throw usage(
        `--where is no JMESPath: ${(cause as Error).message}`,
        `such as --where "decoded.value.message.gift" or --where "contains(body, 'o-17')"`,
      )
    }
  }
  return (message) => {
    try {
      return says(search(messageRecord(message), expression))
    } catch {
      // A function that does not take what this message has there: it is not one that was asked for.
      return false
    }
  }
}
