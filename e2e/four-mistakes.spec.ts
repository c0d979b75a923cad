import { fileURLToPath } from 'node:url';
import { GapList } from './pages/gap-list.ts';
import { MapPage } from './pages/map-page.ts';
import { expect, test } from './support/ringfence-test.ts';

const FIXTURE = fileURLToPath(new URL('./fixtures/four-mistakes.yaml', import.meta.url));
const MISTAKES = [
  { check: 'POL-001', about: 'isolation', box: undefined },
  { check: 'POL-003', about: 'allow-db-connection', box: undefined },
  // deny-all landed in another namespace: it is on no line, its mark is on the box where it landed
  { check: 'POL-005', about: 'deny-all', box: 'ns:default' },
  { check: 'DNS-001', about: 'payment', box: undefined },
] as const;

interface ListedGap {
  readonly id: string;
  readonly check: string;
  readonly result: string;
  readonly title: string;
}

test('each of the four mistakes is found as a gap and drawn', async ({ page, serve }) => {
  const server = await serve([FIXTURE]);
  const { clusters } = (await (await page.request.get(`${server.address}/api/clusters`)).json()) as {
    clusters: readonly { id: string }[];
  };
  const cluster = clusters[0]?.id ?? '';
  const map = new MapPage(page);
  await map.open(server.address, cluster);
  const lines = await map.lines();
  const api = `${server.address}/api/clusters/${cluster}`;
  const { gaps } = (await (await page.request.get(`${api}/gaps`)).json()) as { gaps: readonly ListedGap[] };
  const scene = (await (await page.request.get(`${api}/scene`)).json()) as {
    nodes: readonly { id: string; gaps?: { count: number } }[];
    edges: readonly { id: string; gaps: readonly string[] }[];
  };
  for (const { check, about, box } of MISTAKES) {
    const gap = gaps.find((each) => each.check === check && each.title.includes(about));
    expect(gap?.result, `${check} about ${about}`).toBe('FAIL');
    const row = new GapList(page).gap(gap?.title ?? '');
    await row.first().click();
    await expect(page).toHaveURL(new RegExp(`gap=${gap?.id}`));
    if (box !== undefined) {
      expect(scene.nodes.find(({ id }) => id === box)?.gaps?.count, `${check} is on ${box}`).toBeGreaterThan(0);
      expect(await map.boxes()).toContain(box);
      continue;
    }
    const drawn = scene.edges.filter((edge) => edge.gaps.includes(gap?.id ?? '')).map(({ id }) => id);
    expect(drawn.length, `${check} is on a line`).toBeGreaterThan(0);
    for (const id of drawn) expect(lines, check).toContain(id);
  }
});
