import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Item } from '../../domain/item/attribute.ts'
import { fromDynamoDbJson, toDynamoDbJson } from '../../domain/item/dynamodb-json.ts'
import { parseExact } from '../../domain/item/exact-json.ts'
import { isProblem, usage } from '../../domain/problem.ts'

/** How far a read of a whole table got. */
export interface ResumePoint {
  /** What is read, in one text: another question can't go on from here. */
  readonly what: string
  readonly lastKey: Item
  readonly returned: number
}

const another = (path: string): Error =>
  usage(`${path} is not the resume file of this read`, 'give another --resume FILE, or remove that one')

/** Null where there is no such file yet. Throws a usage Problem for one that belongs to something else. */
export const readResumePoint = async (path: string, what: string): Promise<ResumePoint | null> => {
  let text: string
  try {
    const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
    text = await file.readFile('utf8').finally(() => file.close())
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw usage(`${path} can't be read: ${(error as Error).message}`)
  }
  try {
    const { version, what: said, lastKey, returned } = JSON.parse(text) as Record<string, unknown>
    if (version !== 1 || said !== what || typeof returned !== 'number') throw another(path)
    return { what, returned, lastKey: fromDynamoDbJson(parseExact(JSON.stringify(lastKey))) }
  } catch (error) {
    throw isProblem(error) ? error : another(path)
  }
}

/** Complete or not at all; 0600, because keys are data. Rejects with a usage Problem where it can't be written. */
export const writeResumePoint = async (path: string, { what, lastKey, returned }: ResumePoint): Promise<void> => {
  const draft = join(dirname(path), `.${randomBytes(8).toString('hex')}.tmp`)
  try {
    const file = await open(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
    await file
      .writeFile(`${JSON.stringify({ version: 1, what, returned, lastKey: toDynamoDbJson(lastKey) })}\n`)
      .finally(() => file.close())
    await rename(draft, path)
  } catch (cause) {
    await rm(draft, { force: true })
    throw usage(`${path} can't be written: ${(cause as Error).message}`)
  }
}

export const removeResumePoint = (path: string): Promise<void> => rm(path, { force: true })
