/** The parts of the test suite; each can be run alone: `vitest run --project rules`. */
import { defineConfig } from 'vitest/config'

const database = { globalSetup: ['test/support/setup.ts'], testTimeout: 60_000, hookTimeout: 120_000 }
const slow = { testTimeout: 120_000, hookTimeout: 120_000 }
const patient = { testTimeout: 240_000, hookTimeout: 240_000 }

const part = (name: string, include: string[], options: object = {}) => ({
  test: { name, include, environment: 'node' as const, ...options },
})

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      part('rules', ['{kernel,flow,manage,metrics,server,web}/**/*.test.{ts,tsx}'], {
        isolate: false,
        testTimeout: 30_000,
      }),
      part('conformance', ['test/{conformance,tidy}/**/*.test.ts'], { testTimeout: 30_000 }),
      part('boot', ['test/boot/**/*.test.ts'], slow),
      part('stories', ['test/{stories,golden,http}/**/*.test.ts'], database),
      part('faults', ['test/faults/**/*.test.ts'], { ...database, ...slow }),
      // One browser, one founded company and the modules of the server are kept from file to file.
      part('browser', ['test/browser/**/*.test.ts'], {
        ...database,
        ...patient,
        isolate: false,
        maxConcurrency: 2,
        retry: 1,
      }),
    ],
  },
})
