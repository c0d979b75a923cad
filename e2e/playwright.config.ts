import { defineConfig } from '@playwright/test';

/** A stable headless run: the same pixels everywhere, and no chatter with the browser's maker. */
const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
];

/** Measurements: `npm run perf`. */
const MEASURED = 'perf/**';
/** What promises how long something takes: `npm test` runs it after everything else, one by one. */
const TIMED = '**/start-and-stop.spec.ts';

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  fullyParallel: false,
  workers: 2, // a test waits for the page more than half of its time; each worker has a server of its own
  projects: [
    { name: 'pages', testIgnore: [MEASURED, TIMED] },
    { name: 'timed', testMatch: TIMED, testIgnore: MEASURED, workers: 1 },
  ],
  retries: 1, // `npm test` names whatever needed it
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: CHROMIUM_ARGUMENTS },
  },
});
