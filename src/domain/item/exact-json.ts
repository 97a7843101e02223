/** A number as the digits that stand for it: DynamoDB's have 38, a double 15. `JSON.stringify` writes the digits as they are. */
export interface ExactNumber {
  readonly rawJSON: string
}

/** JSON whose numbers keep their digits. */
export type Plain = null | boolean | string | ExactNumber | readonly Plain[] | { readonly [name: string]: Plain }

/** JSON.parse source text access (ECMA-262 proposal, in every Node that slsops runs on), which the type library does not know yet. */
interface ExactJson {
  rawJSON(text: string): ExactNumber
  isRawJSON(value: unknown): value is ExactNumber
  parse(text: string, reviver: (name: string, value: unknown, context: { readonly source?: string }) => unknown): Plain
}

const exact = JSON as unknown as ExactJson

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** Whether JSON can write the number as it stands: `.5` and `+1` it can't. */
export const isJsonNumber = (text: string): boolean => jsonNumber.test(text)

/** The digits of `isJsonNumber` as a value; throws a SyntaxError for anything else. */
export const exactNumber = (text: string): ExactNumber => exact.rawJSON(text)

export const isExactNumber = (value: unknown): value is ExactNumber => exact.isRawJSON(value)

/** JSON read without losing a digit of a number. Throws a SyntaxError. */
export const parseExact = (text: string): Plain =>
  exact.parse(text, (_name, value, { source }) => (typeof value === 'number' ? exact.rawJSON(source!) : value))
