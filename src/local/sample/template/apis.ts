// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of CloudFormation and API Gateway, not of JavaScript
import { allow, arn, type Fields, ref, resource, role, sub } from './words.ts'

/** Fields of an access line, named as most people name them. */
export const accessFormat = {
  requestId: '$context.requestId',
  ip: '$context.identity.sourceIp',
  requestTime: '$context.requestTime',
  httpMethod: '$context.httpMethod',
  resourcePath: '$context.resourcePath',
  path: '$context.path',
  status: '$context.status',
  protocol: '$context.protocol',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  userAgent: '$context.identity.userAgent',
  xrayTraceId: '$context.xrayTraceId',
} as const

const invokedBy = (name: string, service: string, source: string): Fields =>
  resource('AWS::Lambda::Permission', {
    FunctionName: ref(name),
    Action: 'lambda:InvokeFunction',
    Principal: `${service}.amazonaws.com`,
    SourceArn: sub(source),
  })

const integration = (subtype: string, parameters: Fields, credentials: string): Fields =>
  resource('AWS::ApiGatewayV2::Integration', {
    ApiId: ref('ShopApi'),
    IntegrationType: 'AWS_PROXY',
    IntegrationSubtype: subtype,
    PayloadFormatVersion: '1.0',
    RequestParameters: parameters,
    CredentialsArn: arn(credentials),
  })

const route = (key: string, target: string, authorization: string): Fields =>
  resource('AWS::ApiGatewayV2::Route', {
    ApiId: ref('ShopApi'),
    RouteKey: key,
    AuthorizationType: authorization,
    Target: { 'Fn::Join': ['/', ['integrations', ref(target)]] },
  })

const invocationUri = sub(
  'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${CreateOrder.Arn}/invocations',
)

export const apis = {
  Customers: resource('AWS::Cognito::UserPool', {
    UserPoolName: 'customers',
    AutoVerifiedAttributes: ['email'],
    UsernameAttributes: ['email'],
  }),
  CustomersClient: resource('AWS::Cognito::UserPoolClient', { UserPoolId: ref('Customers'), ClientName: 'shop' }),
  OrdersApi: resource('AWS::ApiGateway::RestApi', { Name: 'orders-api' }),
  OrdersApiAuthorizer: resource('AWS::ApiGateway::Authorizer', {
    Name: 'customers',
    RestApiId: ref('OrdersApi'),
    Type: 'COGNITO_USER_POOLS',
    IdentitySource: 'method.request.header.Authorization',
    ProviderARNs: [arn('Customers')],
  }),
  OrdersApiOrders: resource('AWS::ApiGateway::Resource', {
    RestApiId: ref('OrdersApi'),
    ParentId: { 'Fn::GetAtt': ['OrdersApi', 'RootResourceId'] },
    PathPart: 'orders',
  }),
  OrdersApiPostOrders: resource('AWS::ApiGateway::Method', {
    RestApiId: ref('OrdersApi'),
    ResourceId: ref('OrdersApiOrders'),
    HttpMethod: 'POST',
    AuthorizationType: 'COGNITO_USER_POOLS',
    AuthorizerId: ref('OrdersApiAuthorizer'),
    Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: invocationUri },
  }),
  OrdersApiDeployment: {
    ...resource('AWS::ApiGateway::Deployment', { RestApiId: ref('OrdersApi') }),
    DependsOn: ['OrdersApiPostOrders'],
  },
  OrdersApiStage: resource('AWS::ApiGateway::Stage', {
    RestApiId: ref('OrdersApi'),
    DeploymentId: ref('OrdersApiDeployment'),
    StageName: 'prod',
    TracingEnabled: true,
    AccessLogSetting: { DestinationArn: arn('AccessLogs'), Format: JSON.stringify(accessFormat) },
  }),
  CreateOrderRestPermission: invokedBy(
    'CreateOrder',
    'apigateway',
    'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${OrdersApi}/*/POST/orders',
  ),
  ShopApi: resource('AWS::ApiGatewayV2::Api', { Name: 'shop-api', ProtocolType: 'HTTP' }),
  ShopApiStage: resource('AWS::ApiGatewayV2::Stage', {
    ApiId: ref('ShopApi'),
    StageName: '$default',
    AutoDeploy: true,
  }),
  ShopApiRole: role('apigateway.amazonaws.com', [
    allow(['kinesis:PutRecord'], arn('Clicks')),
    allow(['states:StartExecution'], ref('Payment')),
  ]),
  PartnerOrders: resource('AWS::ApiGatewayV2::Integration', {
    ApiId: ref('ShopApi'),
    IntegrationType: 'AWS_PROXY',
    PayloadFormatVersion: '2.0',
    IntegrationUri: arn('CreateOrder'),
  }),
  PartnerOrdersRoute: route('POST /partner/orders', 'PartnerOrders', 'AWS_IAM'),
  PutClick: integration(
    'Kinesis-PutRecord',
    { StreamName: ref('Clicks'), Data: '$request.body', PartitionKey: '$context.requestId' },
    'ShopApiRole',
  ),
  PutClickRoute: route('POST /clicks', 'PutClick', 'NONE'),
  StartPayment: integration(
    'StepFunctions-StartExecution',
    { StateMachineArn: ref('Payment'), Input: '$request.body' },
    'ShopApiRole',
  ),
  StartPaymentRoute: route('POST /payments', 'StartPayment', 'NONE'),
  CreateOrderHttpPermission: invokedBy(
    'CreateOrder',
    'apigateway',
    'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${ShopApi}/*/POST/partner/orders',
  ),
}
