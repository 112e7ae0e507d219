import { defineConfig } from 'vitest/config'

/** What has the machine to itself: browsers, a server that is killed, transactions that stay open for a simulated day. */
const alone = ['test/e2e/**/*.test.ts', 'test/crash.test.ts', 'src/apps/simulate/run.db.test.ts']
const patience = { testTimeout: 60_000, hookTimeout: 60_000 }

// First everything that stands side by side, two files at a time, then what stands alone, one at a time; one summary.
export default defineConfig({
  test: {
    // One PostgreSQL for the whole run (the root's set-up runs for every project).
    globalSetup: ['test/globalSetup.ts'],
    projects: [
      {
        test: {
          ...patience,
          name: 'together',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: alone,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...patience,
          name: 'alone',
          include: alone,
          globalSetup: ['test/e2e/globalSetup.ts'],
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
