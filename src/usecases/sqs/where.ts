import { type Where, whereOf } from '../../domain/sqs/where.ts'

/** `--where`; the parser is loaded only where there is one. */
export const compileWhere = async (expression: string | undefined): Promise<Where> => {
  if (expression === undefined) return () => true
  const { search } = await import('jmespath')
  return whereOf(expression, search)
}
