import { boolean, integer, string } from '@oclif/core/flags'

/** Flags of commands that take messages out of a queue. */
export const moveFlags = {
  where: string({ helpGroup: 'WHAT', helpValue: 'JMESPATH', description: 'only messages of which this is true' }),
  limit: integer({ helpGroup: 'WHAT', helpValue: 'N', min: 1, description: 'at most so many messages' }),
  rate: integer({ helpGroup: 'WHAT', helpValue: 'N', min: 1, max: 300, default: 10, description: 'messages a second' }),
  backup: string({
    helpGroup: 'WHAT',
    helpValue: 'FILE',
    description: 'where each message is saved before it is touched (default: beside the journal)',
  }),
}

export const redriveFlags = {
  ...moveFlags,
  to: string({
    helpGroup: 'WHAT',
    helpValue: 'QUEUE',
    description: 'another queue than the one that the messages came from',
  }),
  'dry-run': boolean({
    helpGroup: 'WHAT',
    description: 'say what would be moved; messages are received, which counts, and given back',
  }),
  resume: string({ helpGroup: 'WHAT', helpValue: 'JOURNAL', description: 'go on with a redrive that broke off' }),
  'server-side': boolean({
    helpGroup: 'WHAT',
    description: 'let SQS move them (StartMessageMoveTask): fast, without a copy, a choice or any order',
  }),
}
