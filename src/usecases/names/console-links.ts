import type { Resource, StackApp } from '../../domain/stack.ts'
import { consoleUrl } from '../../services/index.ts'

/** Each resource with its page in the AWS console; null where there is none of its own. */
export const withConsole = (
  resources: readonly Resource[],
  app: StackApp,
): readonly { readonly resource: Resource; readonly console: string | null }[] => {
  const place = { partition: app.partition, region: app.region, account: app.account }
  return resources.map((resource) => ({ resource, console: consoleUrl(resource, place) }))
}
