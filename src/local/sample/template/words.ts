/** The few words that the sample app's template is written in. */
export type Fields = Readonly<Record<string, unknown>>

export const ref = (name: string) => ({ Ref: name })
export const arn = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] })
export const sub = (text: string) => ({ 'Fn::Sub': text })
export const resource = (type: string, properties: Fields): Fields => ({ Type: type, Properties: properties })

export const allow = (actions: readonly string[], target: unknown) => ({
  Effect: 'Allow',
  Action: actions,
  Resource: target,
})

export const role = (service: string, statements: readonly Fields[]): Fields =>
  resource('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    },
    Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
  })
