import type { LocalStack } from '../cloudformation/model.ts'
import { type Deployed, deployedIn } from '../cloudformation/properties.ts'
import type { Fields } from '../cloudformation/template.ts'

/** A definition as text, or as the object that a template may hold, its substitutions made. */
const definitionOf = (machine: Deployed): string => {
  const given = machine.fields('Definition')
  const text =
    machine.text('DefinitionString') ?? (Object.keys(given).length === 0 ? '{"States":{}}' : JSON.stringify(given))
  const substitutions = machine.texts('DefinitionSubstitutions')
  return text.replace(/\$\{([\w.-]+)\}/g, (whole, name: string) => substitutions[name] ?? whole)
}

/** SAM calls it Logging. */
const loggingOf = (machine: Deployed): Fields => {
  const under = machine.text('Logging', 'Level') === null ? 'LoggingConfiguration' : 'Logging'
  const groups = machine
    .list(under, 'Destinations')
    .flatMap(({ text }) => text('CloudWatchLogsLogGroup', 'LogGroupArn') ?? [])
  return {
    level: machine.text(under, 'Level') ?? 'OFF',
    includeExecutionData: machine.text(under, 'IncludeExecutionData') === 'true',
    ...(groups.length === 0
      ? {}
      : { destinations: groups.map((logGroupArn) => ({ cloudWatchLogsLogGroup: { logGroupArn } })) }),
  }
}

export interface Machine {
  readonly arn: string
  /** (Step Functions API: DescribeStateMachineOutput, but for the definition.) */
  readonly answer: Fields
  readonly definition: string
}

export const machinesOf = (stacks: readonly LocalStack[]): readonly Machine[] =>
  deployedIn(stacks, ['AWS::StepFunctions::StateMachine']).map((machine) => {
    const { physicalId: arn, updatedAt } = machine.resource
    const role = machine.text('RoleArn') ?? machine.text('Role')
    return {
      arn,
      answer: {
        stateMachineArn: arn,
        name: arn.split(':').at(-1),
        type: machine.text('StateMachineType') ?? machine.text('Type') ?? 'STANDARD',
        creationDate: updatedAt / 1000,
        status: 'ACTIVE',
        roleArn: role ?? `arn:aws:iam::${machine.account}:role/${machine.resource.logicalId}Role`,
        loggingConfiguration: loggingOf(machine),
        tracingConfiguration: {
          enabled: (machine.text('TracingConfiguration', 'Enabled') ?? machine.text('Tracing', 'Enabled')) === 'true',
        },
      },
      definition: definitionOf(machine),
    }
  })
