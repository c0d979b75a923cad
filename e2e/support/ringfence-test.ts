import { expect, type Page } from '@playwright/test';
import { test as demoTest, type RingfenceServer, startRingfence } from '../ringfence-server.ts';

export { expect } from '@playwright/test';

/** What a page must never do, kept while a test runs. A test that provokes an answer with an error status names it. */
export interface PageWatch {
  /** Statuses of Ringfence's own API that the test asks for, e.g. a refused upload. */
  expectStatus(status: number): void;
}

interface Fixtures {
  /** Whether the tour of the demo may start by itself, as for somebody who was never here. */
  readonly firstVisit: boolean;
  readonly watch: PageWatch;
  /** Starts a server of its own for a test, and stops it afterwards. */
  readonly serve: (args: readonly string[]) => Promise<RingfenceServer>;
}

/** Every test: no console error, no uncaught exception, no failed request, no other origin, a CSP on each document. */
export const test = demoTest.extend<Fixtures>({
  firstVisit: [false, { option: true }],
  watch: [
    async ({ page, firstVisit }, use) => {
      if (!firstVisit) await page.addInitScript(leaveTour);
      const expected = new Set<number>();
      const seen = watchPage(page, expected);
      await use({ expectStatus: (status) => void expected.add(status) });
      expect(seen, 'what the page must never do').toEqual([]);
    },
    { auto: true },
  ],
  serve: async ({ page }, use) => {
    const servers: RingfenceServer[] = [];
    await use(async (args) => {
      const server = await startRingfence(args);
      servers.push(server);
      return server;
    });
    await page.close(); // what it asks for late, its icon say, must not find its server gone
    await Promise.all(servers.map((server) => server.stop()));
  },
});

/** In the page. A blank page has no storage. */
function leaveTour(): void {
  if (window.location.protocol !== 'about:') localStorage.setItem('ringfence-tour', 'ended');
}

/** Chromium writes such a line for each answer with an error status; the status itself is checked by its response. */
const STATUS_LINE = /^Failed to load resource: the server responded with a status of (\d+)/;

function watchPage(page: Page, expectedStatuses: ReadonlySet<number>): readonly string[] {
  const seen: string[] = [];
  let origin: string | undefined;
  page.on('console', (message) => {
    const status = Number(STATUS_LINE.exec(message.text())?.[1]);
    if (message.type() === 'error' && !expectedStatuses.has(status)) seen.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => seen.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol === 'data:' || url.protocol === 'blob:') return;
    origin ??= url.origin;
    if (request.isNavigationRequest() && url.hostname === '127.0.0.1') origin = url.origin;
    if (url.origin !== origin) seen.push(`other origin: ${request.url()}`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // a page that is left ends its own requests
    if (why !== 'net::ERR_ABORTED') seen.push(`failed: ${request.url()} ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !expectedStatuses.has(response.status())) {
      seen.push(`status ${response.status()}: ${response.url()}`);
    }
    if (response.request().resourceType() === 'document' && response.status() < 300) {
      const policy = response.headers()['content-security-policy'] ?? '';
      if (!policy.includes("default-src 'self'") || !policy.includes("'nonce-")) seen.push(`no CSP: ${response.url()}`);
    }
  });
  return seen;
}
