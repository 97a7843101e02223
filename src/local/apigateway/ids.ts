import type { Deployed } from '../cloudformation/properties.ts'
import { lettersFor, lower } from '../cloudformation/random.ts'

/** An id that API Gateway makes for a part of a resource: the same whenever it is asked. */
export const letters = ({ resource }: Deployed, part: string, length: number): string =>
  lettersFor([resource.physicalId, part], lower, length)
