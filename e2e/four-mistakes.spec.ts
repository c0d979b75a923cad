import { fileURLToPath } from 'node:url';
import { GapList } from './pages/gap-list.ts';
import { MapPage } from './pages/map-page.ts';
import { expect, test } from './support/ringfence-test.ts';

const FIXTURE = fileURLToPath(new URL('./fixtures/four-mistakes.yaml', import.meta.url));
const MISTAKES = [
  { check: 'POL-001', policy: 'isolation' },
  { check: 'POL-003', policy: 'allow-db-connection' },
  { check: 'POL-004', policy: 'deny-all' },
  { check: 'DNS-001', policy: 'payment' },
] as const;

interface ListedGap {
  readonly id: string;
  readonly check: string;
  readonly result: string;
  readonly title: string;
  readonly witness: readonly unknown[];
}

test('each of the four mistakes is found as a gap and drawn', async ({ page, serve }) => {
  const server = await serve([FIXTURE]);
  const { clusters } = (await (await page.request.get(`${server.address}/api/clusters`)).json()) as {
    clusters: readonly { id: string }[];
  };
  const cluster = clusters[0]?.id ?? '';
  const api = `${server.address}/api/clusters/${cluster}`;
  const { gaps } = (await (await page.request.get(`${api}/gaps`)).json()) as { gaps: readonly ListedGap[] };
  const scene = (await (await page.request.get(`${api}/scene`)).json()) as {
    edges: readonly { id: string; gaps: readonly string[] }[];
  };
  const map = new MapPage(page);
  await map.open(server.address, cluster);
  const lines = await map.lines();
  for (const { check, policy } of MISTAKES) {
    const gap = gaps.find((each) => each.check === check && each.title.includes(policy));
    expect(gap?.result, `${check} about ${policy}`).toBe('FAIL');
    const row = new GapList(page).gap(gap?.title ?? '');
    await row.first().click();
    await expect(page).toHaveURL(new RegExp(`gap=${gap?.id}`));
    if (gap?.witness.length === 0) continue; // about a policy alone: no connection stands for it
    const drawn = scene.edges.filter((edge) => edge.gaps.includes(gap?.id ?? '')).map(({ id }) => id);
    expect(drawn.length, `${check} is on a line`).toBeGreaterThan(0);
    for (const id of drawn) expect(lines, check).toContain(id);
  }
});
