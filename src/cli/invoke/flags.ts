import { boolean, integer, string } from '@oclif/core/flags'
import { eventKinds } from '../../domain/sample-events/kinds.ts'

const payload = { helpGroup: 'PAYLOAD' }
const how = { helpGroup: 'HOW' }
const measure = { helpGroup: 'MEASURE' }

/** What `slsops invoke` has beside the flags of all commands. */
export const invokeFlags = {
  data: string({
    ...payload,
    char: 'd',
    helpValue: 'JSON|@FILE|-',
    description: 'the event, a file of it, or standard input; with --event what that carries (default: {})',
  }),
  event: string({
    ...payload,
    helpValue: 'KIND',
    description: `a sample event: ${Object.keys(eventKinds).join(', ')}`,
  }),
  from: string({
    ...payload,
    helpValue: 'NAME',
    description: 'the queue, topic, table ... of the app that sends the sample event',
    dependsOn: ['event'],
  }),
  last: boolean({
    ...payload,
    description: 'the newest dead letter of the queue that it reads from, shown before it is sent',
  }),
  set: string({
    ...payload,
    multiple: true,
    helpValue: 'PATH=VALUE',
    description: 'puts a value into the event: Records[0].body=hello; may be repeated',
  }),
  'print-event': boolean({ ...payload, description: 'print the event and send nothing' }),
  qualifier: string({ ...how, helpValue: 'NAME', description: 'version or alias (default: $LATEST)' }),
  async: boolean({ ...how, description: 'hand the event over and do not wait for the function' }),
  'dry-run': boolean({ ...how, description: 'ask whether it could be invoked; nothing runs' }),
  stream: boolean({ ...how, description: 'print a streamed response as it comes' }),
  trace: boolean({ ...how, description: 'have it traced, wait for the trace, and show it' }),
  tenant: string({ ...how, helpValue: 'ID', description: 'tenant of a function that isolates them' }),
  'client-context': string({ ...how, helpValue: 'JSON', description: 'what the function gets as its client context' }),
  name: string({ ...how, helpValue: 'NAME', description: 'name of the execution of a durable function' }),
  repeat: integer({
    ...measure,
    min: 1,
    max: 100_000,
    helpValue: 'N',
    description: 'invoke it so many times and measure',
  }),
  concurrency: integer({
    ...measure,
    min: 1,
    max: 50,
    helpValue: 'N',
    description: 'so many at once (default: 1)',
    dependsOn: ['repeat'],
  }),
}
