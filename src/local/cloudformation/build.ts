import { Problem } from '../../domain/problem.ts'
import { childTemplate } from './child-template.ts'
import { operationEvents } from './events.ts'
import type { LocalResource, LocalStack, NestedSpec, StackSpec } from './model.ts'
import { physicalIdOf } from './physical-id.ts'
import { uuidFor } from './random.ts'
import { type Lookup, pseudoOf, resolveText } from './resolve.ts'
import { fieldsOf, loadTemplate, type Template } from './template.ts'

export interface Place {
  readonly region: string
  readonly account: string
  readonly seed: number
}

interface Family {
  /** The stack's ARN, where its parent has already given it one. */
  readonly id?: string
  readonly parentId: string | null
  readonly rootId: string | null
  /** Files of the ancestors: a template that includes itself must not go round for ever. */
  readonly files: readonly string[]
}

const parsedTemplate = ({ template, file }: NestedSpec): Template => {
  if (typeof template === 'string') return loadTemplate(template, file)
  return 'body' in template && Array.isArray(template['resources'])
    ? (template as Template)
    : loadTemplate(JSON.stringify(template), file)
}

const parametersOf = (template: Template, given: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(template.parameters).flatMap(([name, { Default }]) => {
      const value = given[name] ?? Default
      return value === undefined || value === null
        ? []
        : [[name, Array.isArray(value) ? value.join(',') : String(value)]]
    }),
  )

/** Names and ids of one stack; `lookup` is what its template's `Ref`s stand for. */
const namesOf = (
  stack: { name: string; id: string; template: Template; parameters: Record<string, string> },
  spec: NestedSpec,
  place: Place,
) => {
  const known = new Map(Object.entries({ ...pseudoOf(stack), ...stack.parameters, ...spec.physicalIds }))
  const resources = new Map(stack.template.resources.map((resource) => [resource.logicalId, resource]))
  const pending = new Set<string>()
  const lookup: Lookup = (name) => {
    const found = known.get(name)
    if (found !== undefined) return found
    const resource = resources.get(name)
    if (resource === undefined || pending.has(name)) {
      const owner = name.endsWith('.Arn') ? lookup(name.slice(0, -4)) : null
      return owner?.startsWith('arn:') ? owner : null
    }
    pending.add(name)
    const id = physicalIdOf(resource.type, {
      ...place,
      stack: stack.name,
      logicalId: name,
      text: (property) => resolveText(resource.properties[property], lookup),
    })
    pending.delete(name)
    known.set(name, id)
    return id
  }
  return lookup
}

const childSpec = (
  logicalId: string,
  resource: Template['resources'][number],
  spec: NestedSpec,
  files: readonly string[],
  lookup: Lookup,
): NestedSpec | null => {
  const given = spec.nested?.[logicalId]
  const file = given === undefined ? childTemplate(resource, spec.file ?? null) : null
  if (given === undefined && file === null) return null
  if (file !== null && files.includes(file.file))
    throw new Problem('BadTemplate', `${file.file} includes itself`, {
      hint: 'Take the circle out of the nested templates.',
    })
  const parameters = Object.entries(fieldsOf(resource.properties['Parameters'])).flatMap(([name, value]) => {
    const text = resolveText(value, lookup)
    return text === null ? [] : [[name, text] as const]
  })
  return {
    ...(given ?? { template: file?.text ?? '', file: file?.file ?? '' }),
    parameters: { ...Object.fromEntries(parameters), ...given?.parameters },
  }
}

/** A stack and, after it, every child stack whose template is at hand. */
export const buildStacks = (
  spec: StackSpec,
  place: Place,
  family: Family = { parentId: null, rootId: null, files: [] },
): LocalStack[] => {
  const id =
    family.id ??
    `arn:aws:cloudformation:${place.region}:${place.account}:stack/${spec.name}/${uuidFor([place.seed, spec.name, spec.createdAt])}`
  const template = parsedTemplate(spec)
  const parameters = parametersOf(template, spec.parameters ?? {})
  const lookup = namesOf({ name: spec.name, id, template, parameters }, spec, place)
  const status = spec.status ?? (spec.updatedAt ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE')
  const resources = template.resources.map(
    ({ logicalId, type, properties }): LocalResource => ({
      logicalId,
      type,
      physicalId: lookup(logicalId) ?? '',
      status: spec.statuses?.[logicalId] ?? (status === 'DELETE_COMPLETE' ? status : 'CREATE_COMPLETE'),
      updatedAt: spec.updatedAt ?? spec.createdAt,
      properties,
    }),
  )
  const files = spec.file === undefined ? family.files : [...family.files, spec.file]
  const descendants = template.resources.flatMap((resource) => {
    if (resource.type !== 'AWS::CloudFormation::Stack') return []
    const child = childSpec(resource.logicalId, resource, spec, files, lookup)
    const childId = lookup(resource.logicalId) ?? ''
    if (child === null) return []
    return buildStacks(
      {
        ...spec,
        ...child,
        name: childId.split('/')[1] ?? resource.logicalId,
        statuses: child.statuses ?? {},
        physicalIds: child.physicalIds ?? {},
        nested: child.nested ?? {},
      },
      place,
      {
        id: childId,
        parentId: id,
        rootId: family.rootId ?? id,
        files,
      },
    )
  })
  const stack: Omit<LocalStack, 'events'> = {
    name: spec.name,
    id,
    status,
    statusReason: null,
    createdAt: spec.createdAt,
    updatedAt: spec.updatedAt ?? null,
    deletedAt: status === 'DELETE_COMPLETE' ? (spec.deletedAt ?? spec.updatedAt ?? spec.createdAt) : null,
    tags: spec.tags ?? {},
    parameters,
    outputs: Object.entries(template.outputs).flatMap(([key, { Value, Description }]) => {
      const value = resolveText(Value, lookup)
      return value === null ? [] : [{ key, value, description: typeof Description === 'string' ? Description : null }]
    }),
    template,
    resources,
    parentId: family.parentId,
    rootId: family.rootId,
    children: descendants.filter((child) => child.parentId === id).map((child) => child.id),
  }
  const events = operationEvents(stack, {
    kind: 'CREATE',
    from: spec.createdAt,
    to: spec.createdAt + 60_000,
    resources,
    status: 'CREATE_COMPLETE',
    reason: null,
  })
  return [{ ...stack, events }, ...descendants]
}
