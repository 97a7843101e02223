const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/**
 * A word for the account that an access key belongs to, without asking anybody: the same for all keys of an account, different
 * for those of another. Forty of the bits after the key's four-letter prefix are the account, in base 32; session keys, which
 * change every hour, hold the same. It only tells remembered answers apart and is never shown: a key of another form stands for
 * itself, which costs a discovery and nothing else.
 */
export const accountOfKey = (accessKeyId: string): string => {
  const encoded = /^A[A-Z]{3}([A-Z2-7]{16})$/.exec(accessKeyId)?.[1]
  if (encoded === undefined) return accessKeyId
  let value = 0n
  for (const letter of encoded.slice(0, 10)) value = value * 32n + BigInt(digits.indexOf(letter))
  return String(((value >> 2n) & 0x7fff_ffff_ff80n) >> 7n)
}
