import { boolean, integer, string } from '@oclif/core/flags'

export const raw = boolean({ helpGroup: 'OUTPUT', description: "DynamoDB's own JSON, with the type of each value" })

export const consistent = boolean({ helpGroup: 'WHAT', description: 'the newest state, at twice the capacity' })

/** What query and scan have in common. */
export const pageFlags = {
  index: string({ char: 'i', helpGroup: 'WHAT', helpValue: 'NAME', description: 'read this index' }),
  filter: string({
    multiple: true,
    helpGroup: 'WHAT',
    helpValue: 'TEXT',
    description:
      "only items like 'status = SHIPPED', 'total >= 10', 'note exists', 'tags contains gift'; looked at are all",
  }),
  limit: integer({
    char: 'n',
    helpGroup: 'WHAT',
    helpValue: 'N',
    min: 1,
    description: 'items to return, at most (default: 25)',
  }),
  all: boolean({
    helpGroup: 'WHAT',
    exclusive: ['limit'],
    description: 'all items, one a line (ndjson), as they come',
  }),
  resume: string({
    helpGroup: 'WHAT',
    helpValue: 'FILE',
    dependsOn: ['all'],
    description: 'note there how far it got, and go on from there after a break',
  }),
  consistent,
  raw,
}
