import { regionalArn } from '../../domain/arn.ts'
import { consoleLink } from '../../domain/console-link.ts'
import { afterPrefix, itself, namedArn, ownArn, type Service } from '../service.ts'

/** A secret's ARN ends in a hyphen and six characters that are no part of its name. */
const secretName = (id: string): string => afterPrefix(id)!.replace(/-[A-Za-z0-9]{6}$/, '')

export const secretsmanager: Service = {
  name: 'secretsmanager',
  kinds: {
    'AWS::SecretsManager::Secret': {
      noun: 'secret',
      name: secretName,
      arn: ownArn,
      console: (id, at) => consoleLink.secret(at, secretName(id)),
    },
  },
}

export const ssm: Service = {
  name: 'ssm',
  kinds: {
    'AWS::SSM::Parameter': {
      noun: 'parameter',
      name: itself,
      arn: (id, place) => regionalArn(place, 'ssm', `parameter/${id.replace(/^\//, '')}`),
    },
  },
}

export const kms: Service = {
  name: 'kms',
  kinds: {
    'AWS::KMS::Key': { noun: 'key', name: itself, arn: namedArn('kms', 'key/') },
    'AWS::KMS::Alias': { noun: 'key alias', name: itself, arn: namedArn('kms', '') },
  },
}
