import { expect, it } from 'vitest'
import { browse, browserFor } from '../../src/tui/browser.ts'

it.each([
  [{ SSH_CONNECTION: '10.0.0.1' }, 'darwin', null],
  [{}, 'darwin', 'open'],
  [{}, 'win32', 'rundll32'],
  [{}, 'linux', null],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', 'xdg-open'],
])('with %j on %s: %s', (env, platform, program) => expect(browserFor({ env, platform })?.[0] ?? null).toBe(program))

it('shows nothing but https addresses', () =>
  expect(browse('file:///etc/passwd', { env: { DISPLAY: ':0' }, platform: 'linux' })).toBe(false))
