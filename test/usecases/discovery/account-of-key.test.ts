import { describe, expect, it } from 'vitest'
import { accountOfKey } from '../../../src/usecases/discovery/account-of-key.ts'

describe('the account of a key', () => {
  it.each([
    ['ASIAQNZGKIQY56JQ7WML', '29608264753'],
    ['ASIAY34FZKBOKMUTVV7A', '609629065308'],
    ['ASIAY34FZKBOAAAAAAAA', '609629065308'],
    ['AKIASP2TPHJSQH3FJRUX', '171436882533'],
  ])('%s is of %s', (key, account) => expect(accountOfKey(key)).toBe(account))

  it.each(['', 'demo', 'test', 'AKIADEMO00000000SLSO', 'AKIA1', 'akiaioSFODNN7EXAMPL'])(
    '%j, which is of no such form, stands for itself',
    (key) => expect(accountOfKey(key)).toBe(key),
  )
})
