import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { compileCache } from './bin/set-up/places.mjs';

const ROOMS = '{lib,server,components,app,bin}';

/** For the commands, servers and threads that tests start: each would compile all that it loads anew. */
const env = { NODE_COMPILE_CACHE: compileCache };

const CLUSTER = {
  include: ['{server,e2e}/**/*.cluster.test.ts'],
  env,
  testTimeout: 120_000, // a killed API server takes some seconds to come back, on a busy machine more
  hookTimeout: 180_000, // the first run writes 10,000 pods
};

/** What promises how soon something is known: after the others, one by one. */
const TIMED = [
  'server/analysis/live-analysis.cluster.test.ts',
  'server/cluster/live/ten-thousand-pods.cluster.test.ts',
];

export default defineConfig({
  test: {
    maxWorkers: availableParallelism(), // one is kept back else: half of a machine of two cores
    projects: [
      {
        test: {
          name: 'unit',
          include: [`${ROOMS}/**/*.test.{ts,tsx,mjs}`],
          exclude: ['**/*.cluster.test.ts', '**/node_modules/**'],
          // Modules are loaded once a worker and not once a file: a file that changes one, or a global, puts it back,
          // and none replaces a module (`vi.mock`), since others may have loaded it before.
          isolate: false,
          unstubGlobals: true,
          env,
          testTimeout: 60_000, // ends what hangs; two cores may be shared with much else
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...CLUSTER,
          name: 'cluster',
          exclude: [...TIMED, '**/node_modules/**'],
          maxWorkers: 3, // each file starts an API server of its own, and then waits for it most of the time
        },
      },
      {
        test: {
          ...CLUSTER,
          name: 'cluster-timed',
          include: TIMED,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
