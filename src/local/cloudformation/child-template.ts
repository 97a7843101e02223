import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { TemplateResource } from './template.ts'

export interface TemplateFile {
  readonly file: string
  readonly text: string
}

/**
 * The template of a child stack, when it lies on this disk beside its parent's: a relative `TemplateURL`, a SAM
 * `Location`, or the asset that CDK notes in the resource's metadata. Null where it is somewhere else (S3, a repository).
 */
export const childTemplate = (resource: TemplateResource, parent: string | null): TemplateFile | null => {
  if (parent === null) return null
  const named = [
    resource.properties['TemplateURL'],
    resource.properties['Location'],
    resource.metadata['aws:asset:path'],
  ]
  for (const path of named) {
    if (typeof path !== 'string' || path.startsWith('/') || /^[a-z][a-z0-9+.-]*:/i.test(path)) continue
    const file = resolve(dirname(parent), path)
    if (existsSync(file)) return { file, text: readFileSync(file, 'utf8') }
  }
  return null
}
