/** What a SAM resource is called once it is deployed: the type of the one resource that keeps its logical id. */
const mainTypes = new Map<string, string>(
  Object.entries({
    'AWS::Serverless::Api': 'AWS::ApiGateway::RestApi',
    'AWS::Serverless::Application': 'AWS::CloudFormation::Stack',
    'AWS::Serverless::CapacityProvider': 'AWS::Lambda::CapacityProvider',
    'AWS::Serverless::Connector': 'AWS::IAM::ManagedPolicy',
    'AWS::Serverless::Function': 'AWS::Lambda::Function',
    'AWS::Serverless::GraphQLApi': 'AWS::AppSync::GraphQLApi',
    'AWS::Serverless::HttpApi': 'AWS::ApiGatewayV2::Api',
    'AWS::Serverless::LayerVersion': 'AWS::Lambda::LayerVersion',
    'AWS::Serverless::SimpleTable': 'AWS::DynamoDB::Table',
    'AWS::Serverless::StateMachine': 'AWS::StepFunctions::StateMachine',
    'AWS::Serverless::WebFunction': 'AWS::Lambda::WebFunction',
    'AWS::Serverless::WebSocketApi': 'AWS::ApiGatewayV2::Api',
  }),
)

export const mainTypeOf = (type: string): string => mainTypes.get(type) ?? type
