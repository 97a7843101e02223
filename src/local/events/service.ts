import type { LocalStack } from '../cloudformation/model.ts'
import { deployedIn } from '../cloudformation/properties.ts'
import type { Fields } from '../cloudformation/template.ts'
import { type LocalService, ServiceError } from '../service.ts'

interface Place {
  readonly region: string
  readonly account: string
}

/** (EventBridge API: DescribeEventBusResponse.) Every account has a bus that no stack made. */
const busesOf = (stacks: readonly LocalStack[], { region, account }: Place): readonly Fields[] => {
  const arn = (name: string): string => `arn:aws:events:${region}:${account}:event-bus/${name}`
  const made = deployedIn(stacks, ['AWS::Events::EventBus']).map((bus) => {
    const { physicalId: name, updatedAt } = bus.resource
    const description = bus.text('Description')
    const level = bus.text('LogConfig', 'Level')
    return {
      Name: name,
      Arn: arn(name),
      ...(description === null ? {} : { Description: description }),
      ...(level === null
        ? {}
        : { LogConfig: { IncludeDetail: bus.text('LogConfig', 'IncludeDetail') ?? 'NONE', Level: level } }),
      CreationTime: updatedAt / 1000,
      LastModifiedTime: updatedAt / 1000,
    }
  })
  return [{ Name: 'default', Arn: arn('default') }, ...made]
}

/** EventBridge's reads of event buses, over the templates of all stacks: AWS JSON 1.1. */
export const eventsService = (stacks: () => readonly LocalStack[], place: Place): LocalService => ({
  name: 'events',
  protocol: { kind: 'json', version: '1.1', target: 'AWSEvents' },
  operations: {
    DescribeEventBus({ Name: asked = 'default' }) {
      const bus = busesOf(stacks(), place).find(({ Name, Arn }) => Name === asked || Arn === asked)
      if (bus === undefined)
        throw new ServiceError('ResourceNotFoundException', `Event bus ${String(asked)} does not exist.`)
      return bus
    },
  },
})
