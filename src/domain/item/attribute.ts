/** One value of a DynamoDB item, as its API types it; `N` is the digits. (DynamoDB API: AttributeValue.) */
export type Attribute =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: Uint8Array }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly Uint8Array[] }
  | { readonly M: Item }
  | { readonly L: readonly Attribute[] }
  | { readonly NULL: boolean }
  | { readonly BOOL: boolean }

export type Item = { readonly [name: string]: Attribute }

export type KeyType = 'S' | 'N' | 'B'

/** The key of a table or an index, with the types that its schema declares. */
export interface KeySchema {
  readonly partition: KeyPart
  readonly sort: KeyPart | null
}

export interface KeyPart {
  readonly name: string
  readonly type: KeyType
}
