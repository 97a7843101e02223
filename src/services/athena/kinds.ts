import { consoleLink } from '../../domain/console-link.ts'
import { itself, namedArn, noArn, type Service } from '../service.ts'

export const athena: Service = {
  name: 'athena',
  kinds: {
    'AWS::Athena::WorkGroup': {
      noun: 'work group',
      name: itself,
      arn: namedArn('athena', 'workgroup/'),
      console: (id, at) => consoleLink.workGroup(at, id),
    },
    'AWS::Athena::NamedQuery': { noun: 'saved query', name: itself, arn: noArn },
  },
}
