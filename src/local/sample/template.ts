// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of CloudFormation and API Gateway, not of JavaScript
import { apis } from './template/apis.ts'
import { functions } from './template/functions.ts'
import { resources } from './template/resources.ts'
import { sub } from './template/words.ts'

/**
 * The template of the sample app as CloudFormation holds it after the SAM transform. `gifts` = FulfilOrder still has its
 * gift papers; the deploy of the story loses them.
 */
export const template = (gifts: boolean): string =>
  JSON.stringify(
    {
      AWSTemplateFormatVersion: '2010-09-09',
      Transform: 'AWS::Serverless-2016-10-31',
      Description: 'A small shop: orders, fulfilment, payment and clicks',
      Resources: { ...functions(gifts), ...resources, ...apis },
      Outputs: {
        OrdersApiUrl: { Value: sub('https://${OrdersApi}.execute-api.${AWS::Region}.amazonaws.com/prod/orders') },
        ShopApiUrl: { Value: sub('https://${ShopApi}.execute-api.${AWS::Region}.amazonaws.com') },
      },
    },
    null,
    2,
  )
