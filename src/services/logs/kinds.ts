import { consoleLink } from '../../domain/console-link.ts'
import { itself, namedArn, noArn, type Service } from '../service.ts'

export const logs: Service = {
  name: 'logs',
  kinds: {
    'AWS::Logs::LogGroup': {
      noun: 'log group',
      name: itself,
      arn: namedArn('logs', 'log-group:'),
      console: (id, at) => consoleLink.logGroup(at, id),
    },
    'AWS::Logs::LogStream': { noun: 'log stream', name: itself, arn: noArn },
  },
}
