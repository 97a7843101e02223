import { string as argument } from '@oclif/core/args'
import { AppCommand } from '../../src/cli/app-command.ts'
import { lookActions, lookAtQueue, lookFlags } from '../../src/cli/sqs/look.ts'
import { safeText } from '../../src/output/safe-text.ts'

export default class SqsSave extends AppCommand<typeof SqsSave> {
  static override summary = 'save messages of a queue to a file, whole, and leave them where they are'
  static override description =
    `One message a line, with all that is needed to send it again (sqs send --file). The file is new, and only its owner can read it.
Like any look it counts as a receipt, and is refused where that could move a message unless --force insists.`
  static override examples = [
    '<%= config.bin %> sqs save fulfilment-dlq dead.ndjson --demo',
    `<%= config.bin %> sqs save fulfilment-dlq gifts.ndjson --where 'decoded.value.message.gift'`,
  ]
  static override args = {
    queue: argument({ description: 'the queue', required: true }),
    file: argument({ description: 'a file that is not there yet', required: true }),
  }
  static override flags = lookFlags({ default: 10_000 })
  static override actions = lookActions

  protected async act(): Promise<void> {
    const { flags, signal } = this
    const [{ newLog }, { messageRecord }, { answer }] = await Promise.all([
      import('../../src/usecases/sqs/redrive-files.ts'),
      import('../../src/domain/sqs/record.ts'),
      import('../../src/output/json.ts'),
    ])
    let log: Awaited<ReturnType<typeof newLog>> | undefined
    const { discovery, queue, incomplete, peeked } = await lookAtQueue({
      open: async () => ({ session: await this.session(), discovery: await this.discovery() }),
      ...{ flags, signal, word: this.args.queue },
      note: (line) => this.note(line),
      // A file that can't be written is told before a message is received.
      ready: async () => {
        const file = await newLog(this.args.file)
        log = file
        this.onExit(() => file.close())
      },
    })
    const { messages, seen, restored } = peeked
    await log!.append(messages.map(messageRecord))
    const { path } = log!
    const context = await this.context(discovery.app)
    const saved = { queue: queue.name, file: path, saved: messages.length, received: seen, restored }
    await this.emit({
      human: () => `${messages.length} of ${seen} messages of ${safeText(queue.name)} saved to ${safeText(path)}\n`,
      json: () => answer('slsops.sqs-save/1', context, saved, incomplete),
    })
  }
}
