import { isSecretName, MASK } from '../traces/secrets.ts'

/** Values of fields that let somebody in, replaced. */
export const maskedFields = <T>(fields: Readonly<Record<string, T>>, mask: (value: T) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, isSecretName(name) ? mask(value) : value]))

const DEEPEST = 40

/** The same in a body, however deep. */
export const maskedValue = (value: unknown, depth = 0): unknown => {
  if (value === null || typeof value !== 'object') return value
  if (depth > DEEPEST) return MASK
  if (Array.isArray(value)) return value.map((one) => maskedValue(one, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      isSecretName(name) && one !== null && one !== '' ? MASK : maskedValue(one, depth + 1),
    ]),
  )
}
