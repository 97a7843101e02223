import { consoleLink } from '../../domain/console-link.ts'
import { afterPrefix, itself, namedArn, noArn, type ResourceKind, type Service } from '../service.ts'

/** `rule` on the default bus, `bus|rule` on another one; an ARN holds `rule/[bus/]rule`. */
const split = (physicalId: string): { readonly bus: string; readonly name: string } => {
  const [name, bus = 'default'] = afterPrefix(physicalId)!.split(/[|/]/).reverse()
  return { bus, name: name! }
}

const ruleArn = namedArn('events', 'rule/')

const rule: ResourceKind = {
  noun: 'rule',
  name: (id) => split(id).name,
  arn: (id, place) => ruleArn(id.replace('|', '/'), place),
  console: (id, at) => consoleLink.rule(at, split(id).bus, split(id).name),
}

export const events: Service = {
  name: 'events',
  kinds: {
    'AWS::Events::Rule': rule,
    'AWS::Events::EventBus': {
      noun: 'event bus',
      name: itself,
      arn: namedArn('events', 'event-bus/'),
      console: (id, at) => consoleLink.eventBus(at, id),
    },
    'AWS::Events::Archive': { noun: 'archive', name: itself, arn: namedArn('events', 'archive/') },
    // The ARNs of these two end in an id that their name does not tell.
    'AWS::Events::Connection': { noun: 'connection', name: itself, arn: noArn },
    'AWS::Events::ApiDestination': { noun: 'API destination', name: itself, arn: noArn },
  },
}

export const pipes: Service = {
  name: 'pipes',
  kinds: {
    'AWS::Pipes::Pipe': {
      noun: 'pipe',
      name: itself,
      arn: namedArn('pipes', 'pipe/'),
      console: (id, at) => consoleLink.pipe(at, id),
    },
  },
}

export const scheduler: Service = {
  name: 'scheduler',
  kinds: {
    // The group that its ARN needs is lost in the physical id.
    'AWS::Scheduler::Schedule': { noun: 'schedule', name: itself, arn: noArn },
    'AWS::Scheduler::ScheduleGroup': {
      noun: 'schedule group',
      name: itself,
      arn: namedArn('scheduler', 'schedule-group/'),
    },
  },
}
