import { expect, test } from 'vitest';
import { runCli } from '#server/cli/testing/run-cli.ts';
import { demoFlows } from './demo-flows.ts';
import type { FlowEnd } from './flow-obs.ts';

const NOW = Date.parse('2026-11-23T09:41:07Z');
const HOUR = 3_600_000;
const { flows, coverage } = demoFlows(NOW);
const key = ({ namespace, workload, ip }: FlowEnd) =>
  workload ? `${namespace}/${workload.kind}/${workload.name}` : ip;
const between = (from: string, to: string) =>
  flows.filter((flow) => key(flow.from)?.endsWith(from) && key(flow.to)?.endsWith(to));

test('the same for the same seed, within the day that ends now, and small', () => {
  expect(demoFlows(NOW)).toEqual({ flows, coverage });
  expect(demoFlows(NOW, 2).flows).not.toEqual(flows);
  expect(flows.every(({ t0, t1 }) => t0 >= NOW - 24 * HOUR - 60_000 && t1 <= NOW)).toBe(true);
  expect(flows.length).toBeGreaterThan(2_000);
  expect(flows.length).toBeLessThan(20_000);
});

test('by day there is more than by night', () => {
  const at = (hour: number) =>
    between('ingress-nginx', 'storefront')
      .filter(({ t0 }) => new Date(t0).getUTCHours() === hour)
      .reduce((sum, { connections }) => sum + (connections ?? 0), 0);
  expect(at(13)).toBeGreaterThan(3 * at(2));
});

test('names of recipients, also of one that nobody declares', () => {
  const names = new Set(flows.flatMap(({ to }) => to.names ?? []));
  expect(names).toContain('smtp.mailgate.example');
  expect(names).toContain('track.newsletter.example');
});

test('one node was not observed for an hour, and what runs only there was not seen in it', () => {
  const gaps = coverage.filter(({ node }) => node === 'w3');
  expect(gaps).toHaveLength(2);
  const [before, after] = gaps;
  if (before === undefined || after === undefined) throw new Error('no gap');
  expect(after.t0 - before.t1).toBe(HOUR);
  const inGap = between('', 'records-db').filter(({ t0 }) => t0 >= before.t1 && t0 < after.t0);
  expect(inGap).toEqual([]);
});

test('what worked until the policy was narrowed is refused since', () => {
  const verdicts = between('fraud-check', 'coredns').map(({ verdict }) => verdict);
  expect(verdicts.lastIndexOf('allowed')).toBeLessThan(verdicts.indexOf('denied'));
});

test('what is allowed and what is refused is so by the policies of the demo, but for what was narrowed', async () => {
  const questions = new Map<string, string>();
  for (const { from, to, protocol, toPort, verdict } of flows) {
    const ends = [key(from), key(to)];
    if (!ends.every((end) => end?.includes('/')) || ends[0] === 'payments/Deployment/fraud-check') continue;
    const port = `${protocol === 17 ? 'UDP' : 'TCP'}/${toPort}`;
    const id = [...ends, port].join(' ');
    const expected = verdict === 'allowed' ? 'allow' : 'deny';
    questions.set(id, JSON.stringify({ from: ends[0], to: ends[1], port, expect: expected, id }));
  }
  expect(questions.size).toBeGreaterThan(30);
  const told = await runCli(['probe', '--demo'], [...questions.values()].join('\n'));
  const unmet = told.stdout.split('\n').filter((line) => line !== '' && !line.includes('"pass":true'));
  expect({ status: told.status, unmet }).toEqual({ status: 0, unmet: [] });
});
