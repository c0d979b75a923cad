import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{lib,server,components,bin}/**/*.test.ts', '{lib,server,components,bin}/**/*.test.tsx'],
    testTimeout: 20_000, // two cores, shared with a build in CI
  },
});
