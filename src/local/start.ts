import type { Cloud, CloudOptions } from './cloud.ts'
import { openGateway } from './gateway.ts'
import { logsService } from './logs/service.ts'
import { LogStore } from './logs/store.ts'
import type { Mount } from './mount.ts'
import type { LocalService } from './service.ts'

export const account = '123456789012'
export const region = 'us-east-1'

/** The embedded cloud, whole: one line mounts one service. */
export const startCloud = async (options: CloudOptions = {}): Promise<Cloud> => {
  const now = options.now ?? Date.now
  const services: LocalService[] = []
  const mounts: Mount[] = []
  const closers: (() => Promise<void> | void)[] = []

  const logs = new LogStore(now)
  services.push(logsService(logs, { account }))

  const gateway = await openGateway({ port: options.port ?? 0, region, now, services, mounts })
  return {
    endpoint: gateway.endpoint,
    region,
    account,
    env: {
      AWS_ENDPOINT_URL: gateway.endpoint,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: 'AKIADEMO00000000SLSO',
      AWS_SECRET_ACCESS_KEY: 'demo',
    },
    stacks: [],
    async close() {
      for (const close of closers.reverse()) await close()
      await gateway.close()
    },
  }
}
