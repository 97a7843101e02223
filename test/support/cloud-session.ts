import { createSession, type Session } from '../../src/aws/session.ts'
import type { Cloud } from '../../src/local/cloud.ts'

/** A session that talks to an embedded cloud, as `--demo` makes it. */
export const cloudSession = (cloud: Cloud): Promise<Session> => createSession({ env: {}, demo: cloud.env })
