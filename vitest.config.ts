import { defineConfig } from 'vitest/config';

const ROOMS = '{lib,server,components,app,bin}';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [`${ROOMS}/**/*.test.{ts,tsx,mjs}`],
          exclude: ['**/*.cluster.test.ts', '**/node_modules/**'],
          testTimeout: 20_000, // two cores, shared with a build in CI
        },
      },
      {
        test: {
          name: 'cluster',
          include: ['{server,e2e}/**/*.cluster.test.ts'],
          testTimeout: 120_000, // a killed API server takes some seconds to come back, on a busy machine more
          hookTimeout: 180_000, // the first run writes 10,000 pods
          fileParallelism: false, // each file starts an API server of its own
        },
      },
    ],
  },
});
