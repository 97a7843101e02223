import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    setupFiles: ['test/support/hermetic.ts'],
    // One process per test file costs 150 ms each; threads share the start-up and stay isolated from each other.
    pool: 'threads',
    testTimeout: 20_000,
  },
})
