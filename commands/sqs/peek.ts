import { string as argument } from '@oclif/core/args'
import { AppCommand } from '../../src/cli/app-command.ts'
import { lookActions, lookAtQueue, lookFlags } from '../../src/cli/sqs/look.ts'
import { ciGuard } from '../../src/output/ci-commands.ts'

export default class SqsPeek extends AppCommand<typeof SqsPeek> {
  static override summary = 'look at messages of a queue, and give them back'
  static override description =
    `QUEUE: logical id, name, ARN, URL, or a part of one. No look is free: each message's receive count goes up by one, and it is hidden
from its consumer until it is given back, at the end and on Ctrl-C. Where that could move a message to the dead-letter queue, or hold a message group
back, it is refused unless --force insists.
--where is JMESPath over a message as -o json shows it. Secrets in bodies are masked for people only: -o json and ndjson give what came.`
  static override examples = [
    '<%= config.bin %> sqs peek fulfilment-dlq --demo',
    `<%= config.bin %> sqs peek fulfilment-dlq --where 'decoded.value.message.gift' --limit 3`,
    '<%= config.bin %> sqs peek fulfilment-dlq -o ndjson | jq -r .body',
  ]
  static override args = { queue: argument({ description: "the queue (default: the stack's only one)" }) }
  static override flags = lookFlags({ default: 10, max: 10_000 })
  static override formats = ['human', 'json', 'ndjson']
  static override actions = lookActions

  protected async act(): Promise<void> {
    const { flags, signal } = this
    const looked = await lookAtQueue({
      open: async () => ({ session: await this.session(), discovery: await this.discovery() }),
      ...{ flags, signal, word: this.args.queue },
      note: (line) => this.note(line),
    })
    const { session, queue, incomplete } = looked
    const { messages, seen, restored, nearLimit } = looked.peeked
    const { peekAnswer, peekRecords, peekText } = await import('../../src/output/sqs/peek.ts')
    const guard = ciGuard(process.env)
    const context = await this.context(looked.discovery.app)
    const look = { style: this.style, now: session.now(), showSecrets: flags['show-secrets'] }
    await this.emit({
      human: () => peekText(messages, look, guard),
      json: () => peekAnswer(queue, { messages, restored }, context, incomplete, guard),
      ndjson: () => peekRecords(messages, guard),
    })
    this.note(
      `${messages.length} of about ${queue.visible} messages of ${queue.name} shown, ${seen} received: their receive counts went up by one`,
    )
    if (nearLimit) this.note('it ended early: one more receipt could move a message to the dead-letter queue')
  }
}
