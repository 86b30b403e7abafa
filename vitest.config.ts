import { defineConfig } from 'vitest/config'

/** They only end what hangs: a busy machine must not decide a test. */
const limits = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 30_000 } } }

/** The suffix of a test file picks its project; see docs/CONTRIBUTING.md. */
export default defineConfig({
  test: {
    // Two cores: more workers only make each test slower.
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...limits,
          name: 'unit',
          environment: 'node',
          // The modules under test hold no state: files that share them start in half the time.
          isolate: false,
          include: ['{apps/server,apps/cli,packages/*}/src/**/*.test.ts'],
          exclude: ['**/*.engine.test.ts'],
        },
      },
      {
        // The page's own plugins: its base components are made by one of them.
        extends: './apps/web/vite.config.ts',
        test: { ...limits, name: 'dom', environment: 'happy-dom', include: ['apps/web/src/**/*.test.ts'] },
      },
      {
        test: {
          ...limits,
          name: 'engine',
          environment: 'node',
          include: ['{apps,packages}/*/src/**/*.engine.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          ...limits,
          name: 'e2e',
          environment: 'node',
          include: ['apps/web/e2e/**/*.e2e.ts'],
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
