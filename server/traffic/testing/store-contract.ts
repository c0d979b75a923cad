import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CoverageRow, FlowRow } from '#lib/flows/flow-row.ts';
import { edgeName, type FlowStore } from '../flow-store.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../tiers.ts';
import { DAY, someRow } from './store-contract-rows.ts';

const KEEP = { minuteDays: 30, hourMonths: 13 };
const ALL = { from: 0, to: DAY + 400 * DAY_MS };
const hours = (from: number, to: number) => ({ from: DAY + from * HOUR_MS, to: DAY + to * HOUR_MS });

/** What every store of flows does. */
export function contractOfFlowStore(name: string, open: () => Promise<FlowStore>): void {
  describe(`${name}, as every store of flows`, () => {
    let store: FlowStore;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const append = (...rows: FlowRow[]) => store.appendWindow('demo', rows, []);
    const edges = async (window = ALL) => (await store.edges('demo', window)).edges;

    test('has nothing before anything is told', async () => {
      expect(await store.edges('demo', ALL)).toEqual({ edges: [], total: 0 });
      expect(await store.seen('demo')).toEqual({ edges: [], total: 0 });
      expect(await store.timeline('demo', hours(0, 24), HOUR_MS)).toEqual([]);
      expect(await store.coverage('demo', ALL)).toEqual([]);
      await store.retain(DAY, KEEP);
    });

    test('sums the rows of an edge, and leaves out what was not measured', async () => {
      await append(someRow(0, { connections: 2, bytesOut: 10 }), someRow(1, { connections: null, seenAt: 2 }));
      await append(someRow(1, { connections: 3, last: DAY + 90_000 }));
      const { minute, source, ...edge } = someRow(0);
      expect(await edges()).toEqual([
        { ...edge, connections: 5, bytesOut: 10, bytesIn: null, seenAt: 3, minutes: 2, last: DAY + 90_000 },
      ]);
    });

    test('names the clusters of which it keeps anything', async () => {
      expect(await store.clusters()).toEqual([]);
      await append(someRow(0));
      const covered = { hour: DAY, source: 's', node: '', connectedMs: 1, records: 0, lost: 0 };
      await store.appendWindow('another', [], [covered]);
      expect(await store.clusters()).toEqual(['another', 'demo']);
    });

    test('null stays null where nobody measured', async () => {
      await append(someRow(0, { connections: null }), someRow(1, { connections: null }));
      expect(await edges()).toMatchObject([{ connections: null, bytesOut: null, minutes: 2 }]);
    });

    test('a sum ends where numbers are not exact any more, by minute, hour and day', async () => {
      const most = Number.MAX_SAFE_INTEGER;
      // 2,000 of them are beyond what 64 bits hold
      const huge = Array.from({ length: 2_000 }, (_, at) => someRow(at % 50, { connections: most, bytesOut: most }));
      await append(...huge);
      await append(someRow(50, { connections: 1 }));
      const sums = [{ connections: most, bytesOut: most, bytesIn: null }];
      expect(await edges()).toMatchObject(sums);
      expect((await store.seen('demo')).edges).toMatchObject(sums);
      expect(await store.timeline('demo', hours(0, 1), HOUR_MS)).toEqual([{ at: DAY, counts: { allowed: most } }]);
      await store.retain(DAY + 3 * DAY_MS, KEEP);
      expect(await edges()).toMatchObject(sums);
    });

    test('tells edges apart by ends, port, protocol, verdict, side, trust, policies and direction', async () => {
      const others: Partial<FlowRow>[] = [
        { from: 'shop/Deployment/api' },
        { to: 'ip:203.0.113.0/24' },
        { port: 443 },
        { port: null },
        { protocol: 17 },
        { verdict: 'denied', decidedAt: 'egress' },
        { verdict: 'denied', decidedAt: 'ingress' },
        { trust: 'reported' },
        { policies: 'allow NetworkPolicy shop/db' },
        { directionUnknown: true },
      ];
      await append(someRow(0), ...others.map((part) => someRow(0, part)));
      await append(someRow(1), ...others.map((part) => someRow(1, part)));
      expect((await edges()).map(({ minutes }) => minutes)).toEqual(Array.from({ length: 11 }, () => 2));
    });

    test.each([2, 40])(
      'a minute that two sources tell counts once, over %i hours that are not summed yet',
      async (count) => {
        const told = Array.from({ length: count * 60 }, (_, at) => at).filter((at) => at % 7 === 0);
        const rows = told.flatMap((at) => [someRow(at), someRow(at, { source: 'file:a' })]);
        await append(...rows, someRow(0, { to: 'shop/Deployment/other' }));
        expect(await edges()).toMatchObject([{ minutes: told.length, connections: 2 * told.length }, { minutes: 1 }]);
      },
    );

    test('of some edges the same is told as of all, in their order, whoever measured bytes', async () => {
      const clients = Array.from({ length: 600 }, (_, client) => `shop/Deployment/c${client}`);
      await append(...clients.map((from, at) => someRow(at % 90, { from, connections: at + 1, bytesOut: at })));
      await store.appendWindow('other', [someRow(0, { connections: 5 })], []);
      const all = await edges();
      expect(all).toHaveLength(600);
      const some = clients.slice(0, 3);
      expect((await store.edges('demo', ALL, { ends: some })).edges).toEqual(
        all.filter(({ from }) => some.includes(from)),
      );
      expect((await store.edges('demo', ALL, { ends: clients })).edges).toEqual(all);
      expect((await store.edges('demo', ALL, { ends: ['shop/Deployment/none'] })).edges).toEqual([]);
      expect((await store.edges('demo', ALL, { verdicts: ['allowed'] })).edges).toEqual(all);
      expect((await store.edges('other', ALL)).edges).toMatchObject([{ connections: 5, bytesOut: null }]);
    });

    test('a window has the minutes that begin in it', async () => {
      await append(...[0, 59, 60, 119, 120].map((at) => someRow(at)));
      expect(await edges(hours(1, 2))).toMatchObject([{ minutes: 2, first: DAY + HOUR_MS }]);
      expect(await edges({ from: DAY + 59 * MINUTE_MS, to: DAY + 61 * MINUTE_MS })).toMatchObject([{ minutes: 2 }]);
      expect(await edges(hours(3, 9))).toEqual([]);
      expect(await edges({ from: 5, to: 5 })).toEqual([]);
    });

    test('clusters do not see each other', async () => {
      await append(someRow(0));
      await store.appendWindow('prod', [someRow(0, { connections: 9 })], []);
      expect(await edges()).toMatchObject([{ connections: 1 }]);
      expect((await store.seen('prod')).edges).toMatchObject([{ connections: 9 }]);
    });

    test('a filter keeps edges of either end, and verdicts; the limit leaves out and says of how many', async () => {
      await append(
        someRow(0, { connections: 5 }),
        someRow(0, { from: 'a/Deployment/a', to: 'shop/Deployment/web', connections: 3 }),
        someRow(0, { from: 'a/Deployment/a', to: "name:o'neil.example", connections: 7, verdict: 'denied' }),
      );
      const of = async (filter: Parameters<FlowStore['edges']>[2]) => {
        const { edges: found, total } = await store.edges('demo', ALL, filter);
        return [found.map(({ connections }) => connections), total];
      };
      expect(await of({ ends: ['shop/Deployment/web'] })).toEqual([[5, 3], 2]);
      expect(await of({ ends: ["name:o'neil.example"] })).toEqual([[7], 1]);
      expect(await of({ ends: [] })).toEqual([[], 0]);
      expect(await of({ verdicts: ['denied'] })).toEqual([[7], 1]);
      expect(await of({ limit: 2 })).toEqual([[7, 5], 3]);
    });

    test('a block wants whatever lies in it as a whole, and a network that stands alone only itself', async () => {
      const kept = ['203.0.113.9/32', '203.0.113.0/24', '203.0.112.0/24', '203.0.0.0/16', '2001:db8::1/128'];
      await append(...kept.map((block, at) => someRow(0, { to: `ip:${block}`, connections: at + 1 })));
      const of = async (...ends: string[]) =>
        (await store.edges('demo', ALL, { ends })).edges.map(({ to }) => to.slice('ip:'.length)).toSorted();
      expect(await of('ip:203.0.113.0/24')).toEqual(['203.0.113.0/24', '203.0.113.9/32']);
      expect(await of('ip:203.0.112.0/23')).toEqual(['203.0.112.0/24', '203.0.113.0/24', '203.0.113.9/32']);
      expect(await of('ip:203.0.113.9/32')).toEqual(['203.0.113.9/32']);
      expect(await of('=ip:203.0.113.0/24')).toEqual(['203.0.113.0/24']);
      expect(await of('ip:203.0.113.0/25', '=ip:203.0.113.0/24')).toEqual(['203.0.113.0/24', '203.0.113.9/32']);
      expect(await of('ip:::/0')).toEqual(['2001:db8::1/128']);
      expect(await of('ip:198.51.100.0/24')).toEqual([]);
      const filter = { ends: ['ip:203.0.113.0/24'] };
      expect((await store.seen('demo', filter)).total).toBe(2);
      expect(await store.timeline('demo', hours(0, 1), HOUR_MS, filter)).toEqual([{ at: DAY, counts: { allowed: 3 } }]);
    });

    test('a kind in small letters that nobody knows is meant however it is written', async () => {
      const kept = ['shop/Rollout/web', 'shop/rollout/web', 'shop/ROLLOUT/web', 'shop/Rollout/api', 'crm/Rollout/web'];
      await append(...kept.map((from) => someRow(0, { from })));
      const of = async (...ends: string[]) =>
        (await store.edges('demo', ALL, { ends })).edges.map(({ from }) => from).toSorted();
      expect(await of('~shop/rollout/web')).toEqual(['shop/ROLLOUT/web', 'shop/Rollout/web', 'shop/rollout/web']);
      expect(await of('shop/Rollout/web')).toEqual(['shop/Rollout/web']);
      expect(await of('~shop/rollout/web', 'ip:203.0.113.0/24', 'crm/Rollout/web')).toHaveLength(4);
    });

    test('a block in which there are more ends than anybody writes down wants all of them', async () => {
      const many = Array.from({ length: 1_200 }, (_, at) => `ip:10.0.${at >> 8}.${at & 255}/32`);
      await append(...many.map((to) => someRow(0, { to })), someRow(0, { to: 'ip:10.9.0.1/32' }));
      expect((await store.edges('demo', ALL, { ends: ['ip:10.0.0.0/16'], limit: 1 })).total).toBe(1_200);
      expect((await store.timeline('demo', hours(0, 1), HOUR_MS, { ends: ['ip:10.0.0.0/16'] }))[0]?.counts).toEqual({
        allowed: 1_200,
      });
    });

    test('a time line counts connections by verdict and step', async () => {
      await append(someRow(0, { connections: 2 }), someRow(61, { connections: 3 }), someRow(62, { verdict: 'denied' }));
      await append(someRow(63, { connections: null }));
      const expected = [
        { at: DAY, counts: { allowed: 2 } },
        { at: DAY + HOUR_MS, counts: { allowed: 3, denied: 1 } },
      ];
      expect(await store.timeline('demo', hours(0, 24), HOUR_MS)).toEqual(expected);
      expect(await store.timeline('demo', hours(0, 24), HOUR_MS, { verdicts: ['denied'] })).toEqual([
        { at: DAY + HOUR_MS, counts: { denied: 1 } },
      ]);
      await store.retain(DAY + 2 * DAY_MS, KEEP);
      expect(await store.timeline('demo', hours(0, 24), HOUR_MS)).toEqual(expected);
      expect(await store.timeline('demo', hours(1, 2), MINUTE_MS)).toEqual([
        { at: DAY + 61 * MINUTE_MS, counts: { allowed: 3 } },
        { at: DAY + 62 * MINUTE_MS, counts: { denied: 1 } },
      ]);
    });

    test('coverage is summed by hour, source and node, and an hour has no more than an hour', async () => {
      const covered = (part: Partial<CoverageRow>): CoverageRow => ({
        hour: DAY,
        source: 'hubble',
        node: 'n1',
        connectedMs: 2_000_000,
        records: 5,
        lost: 0,
        ...part,
      });
      await store.appendWindow('demo', [], [covered({}), covered({ node: 'n2' })]);
      await store.appendWindow('demo', [], [covered({ lost: 3 }), covered({ hour: DAY + HOUR_MS })]);
      expect(await store.coverage('demo', hours(0, 1))).toEqual([
        covered({ connectedMs: HOUR_MS, records: 10, lost: 3 }),
        covered({ node: 'n2' }),
      ]);
      expect(await store.coverage('demo', hours(1, 2))).toEqual([covered({ hour: DAY + HOUR_MS })]);
    });

    test('says under which names sources told something', async () => {
      expect(await store.sources('demo')).toEqual([]);
      const of = (source: string, hour = DAY) => ({ source, hour, node: '', connectedMs: 0, records: 1, lost: 0 });
      await store.appendWindow('demo', [], [of('relay'), of('job'), of('job', DAY + HOUR_MS)]);
      await store.appendWindow('prod', [], [of('other')]);
      expect(await store.sources('demo')).toEqual(['job', 'relay']);
      await store.retain(DAY + 500 * DAY_MS, KEEP);
      expect(await store.sources('demo')).toEqual([]);
    });

    test('sums of closed hours and days change no answer, made once or twice', async () => {
      await append(
        ...[0, 30, 61, 1439, 1441].map((at) =>
          someRow(at, { connections: at + 1, bytesOut: at, seenAt: 1 + (at % 2) }),
        ),
      );
      const windows = [ALL, hours(0, 24), hours(0, 25), hours(1, 30), { from: DAY + 90_000, to: DAY + DAY_MS }];
      const before = await Promise.all(windows.map((window) => edges(window)));
      for (const _ of [1, 2]) {
        await store.retain(DAY + 3 * DAY_MS, KEEP);
        expect(await Promise.all(windows.map((window) => edges(window)))).toEqual(before);
      }
    });

    test('what comes late for an hour that was summed counts too', async () => {
      await append(someRow(0), someRow(61));
      await store.retain(DAY + 3 * DAY_MS, KEEP);
      await append(someRow(0, { connections: 4 }), someRow(5));
      expect(await edges(hours(0, 24))).toMatchObject([{ connections: 7, minutes: 3 }]);
      await store.retain(DAY + 3 * DAY_MS, KEEP);
      expect(await edges(hours(0, 24))).toMatchObject([{ connections: 7, minutes: 3 }]);
    });

    test('says from when on it takes minutes, and refuses what is older and counts it as lost', async () => {
      expect(store.minutesFrom).toBe(0);
      await append(someRow(0));
      await store.retain(DAY + 40 * DAY_MS, KEEP);
      expect(store.minutesFrom).toBe(DAY + 10 * DAY_MS);
      await store.retain(DAY + 40 * DAY_MS, { ...KEEP, minuteDays: 90 }); // what is gone does not come back
      expect(store.minutesFrom).toBe(DAY + 10 * DAY_MS);
      const before = await edges(hours(0, 24));
      await append(someRow(0, { connections: 7 }), someRow(10 * 24 * 60));
      expect(await edges(hours(0, 24))).toEqual(before);
      expect(await edges(hours(240, 241))).toMatchObject([{ connections: 1 }]);
      expect(await store.coverage('demo', hours(0, 24))).toMatchObject([{ hour: DAY, records: 0, lost: 7 }]);
    });

    test('remembers how long things are kept, and takes nothing away for it', async () => {
      expect(store.keeps).toBeUndefined();
      await append(someRow(0));
      await store.keepFor({ minuteDays: 1, hourMonths: 1 });
      expect(store.keeps).toEqual({ minuteDays: 1, hourMonths: 1 });
      expect(await edges()).toHaveLength(1);
    });

    test('a filter keeps single edges, by ends, port, protocol, direction and trust', async () => {
      await append(
        someRow(0),
        someRow(0, { port: null }),
        someRow(0, { directionUnknown: true }),
        someRow(0, { port: 1 }),
        someRow(0, { trust: 'reported' }),
      );
      const only = [edgeName(someRow(0)), edgeName(someRow(0, { port: null }))];
      expect((await store.edges('demo', ALL, { only })).total).toBe(2);
      expect((await store.timeline('demo', hours(0, 24), HOUR_MS, { only }))[0]?.counts).toEqual({
        allowed: 2 * (someRow(0).connections ?? 0),
      });
      expect(await store.edges('demo', ALL, { only: [] })).toEqual({ edges: [], total: 0 });
    });

    test('what was ever seen of an edge has its first and last time', async () => {
      await append(someRow(61), someRow(3));
      await append(someRow(3, { connections: 2 }), someRow(99));
      expect((await store.seen('demo', { ends: ['shop/StatefulSet/db'] })).edges).toMatchObject([
        { first: DAY + 3 * MINUTE_MS, last: DAY + 99 * MINUTE_MS, connections: 5, minutes: 3 },
      ]);
    });

    test('edges of a window come with the time when they were ever seen, and since when anything was', async () => {
      await append(someRow(3), someRow(99), someRow(1, { port: 1 }), someRow(61, { port: 1 }));
      const { edges: found, total, ever, since } = await store.edgesEver('demo', hours(1, 2), 1);
      expect([found.length, total]).toEqual([1, 2]);
      const at = (minute: number) => DAY + minute * MINUTE_MS;
      expect(ever).toEqual([{ first: at(found[0]?.port === 1 ? 1 : 3), last: at(found[0]?.port === 1 ? 61 : 99) }]);
      expect(since).toBe(at(1));
      expect(found).toEqual((await store.edges('demo', hours(1, 2), { limit: 1 })).edges);
      expect(await store.edgesEver('prod', ALL, 9)).toEqual({ edges: [], total: 0, ever: [] });
    });

    test('many at once: reading goes on while windows come', async () => {
      const appended = Array.from({ length: 20 }, (_, at) => append(someRow(at)));
      const read = Array.from({ length: 5 }, () => edges());
      await Promise.all([...appended, ...read]);
      expect(await edges()).toMatchObject([{ minutes: 20 }]);
    });
  });
}
