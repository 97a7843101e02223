import { usage } from '../problem.ts'

/**
 * A line of a redrive's journal. Each is on disk before the step that follows it is taken:
 * `redrive` (what it is) · `received` (and saved in the backup) · `intent` (about to be sent) · `sent` · `refused` (SQS said no: it was not sent) ·
 * `doubt` (was about to be sent when it broke, or no answer came: it may be there twice) · `deleted` (out of the source) · `done`.
 */
export type JournalLine =
  | {
      readonly type: 'redrive'
      readonly version: 1
      readonly id: string
      readonly at: string
      readonly source: string
      /** URL; null: the messages are deleted, not moved. */
      readonly to: string | null
      readonly fifo: boolean
      readonly where: string | null
      readonly limit: number | null
      /** Ids of the messages that were chosen one by one. */
      readonly only: readonly string[] | null
      readonly backup: string
    }
  | {
      readonly type: 'received'
      readonly at: string
      readonly messages: readonly { readonly messageId: string; readonly handle: string }[]
    }
  | { readonly type: 'intent'; readonly at: string; readonly messageId: string }
  | { readonly type: 'sent'; readonly at: string; readonly messageId: string; readonly newId: string }
  | { readonly type: 'refused'; readonly at: string; readonly messageId: string; readonly reason: string }
  | { readonly type: 'doubt'; readonly at: string; readonly messageId: string; readonly mayDouble: boolean }
  | { readonly type: 'deleted'; readonly at: string; readonly messageId: string }
  | { readonly type: 'done'; readonly at: string; readonly moved: number }

export type Header = Extract<JournalLine, { type: 'redrive' }>

/** Where a message stands. */
export type Step = 'received' | 'intent' | 'sent' | 'refused' | 'deleted'

/** What a journal tells, read to its end. */
export interface JournalState {
  readonly header: Header
  readonly steps: Map<string, Step>
  /** When it was last about to be sent, epoch milliseconds. */
  readonly intents: Map<string, number>
  /** The last receipt of each. */
  readonly handles: Map<string, string>
  /** Ids that the moved messages have now: one that comes back is not moved again. */
  readonly newIds: Set<string>
  /** Messages that may be at the destination twice. */
  readonly doubts: Set<string>
  done: boolean
}

/** Takes one line into the state. */
export const follow = (state: JournalState, line: JournalLine): void => {
  switch (line.type) {
    case 'received':
      for (const { messageId, handle } of line.messages) {
        if (!state.steps.has(messageId)) state.steps.set(messageId, 'received')
        state.handles.set(messageId, handle)
      }
      return
    case 'intent':
      state.steps.set(line.messageId, 'intent')
      state.intents.set(line.messageId, Date.parse(line.at))
      return
    case 'sent':
      state.steps.set(line.messageId, 'sent')
      state.newIds.add(line.newId)
      return
    case 'refused':
    case 'deleted':
      state.steps.set(line.messageId, line.type)
      return
    case 'doubt':
      if (line.mayDouble) state.doubts.add(line.messageId)
      return
    case 'done':
      state.done = true
      return
    case 'redrive':
      return
  }
}

export const openState = (header: Header): JournalState => ({
  header,
  ...{ steps: new Map(), intents: new Map(), handles: new Map(), newIds: new Set(), doubts: new Set(), done: false },
})

const lineOf = (text: string): JournalLine | null => {
  try {
    return JSON.parse(text) as JournalLine
  } catch {
    return null
  }
}

/** A journal's text. Its last line may be torn: a kill can end a write. Throws a usage Problem for a text that is no journal. */
export const readJournal = (content: string): JournalState => {
  const [first, ...rest] = content.split('\n').filter((one) => one !== '')
  const header = lineOf(first ?? '')
  if (header?.type !== 'redrive' || header.version !== 1)
    throw usage(
      'this is no journal of a redrive',
      'slsops sqs redrive DLQ --resume takes the path that the broken one printed',
    )
  const state = openState(header)
  rest.forEach((text, at) => {
    const line = lineOf(text)
    if (line !== null) follow(state, line)
    else if (at < rest.length - 1)
      throw usage(`line ${at + 2} of the journal can't be read`, 'it was changed: what was moved is not known any more')
  })
  return state
}

/** Messages that are out of their source for good. */
export const movedCount = ({ steps }: Pick<JournalState, 'steps'>): number =>
  [...steps.values()].filter((step) => step === 'sent' || step === 'deleted').length
