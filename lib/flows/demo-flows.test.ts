import { expect, test } from 'vitest';
import { workloadOfPod } from '#lib/kube/workload-of-pod.ts';
import { runCli } from '#server/cli/testing/run-cli.ts';
import { demoReading } from '#server/cluster/demo/demo-source.ts';
import { DEMO_EDGES } from './demo-edges.ts';
import { demoFlows, demoMinute, ONLY_ON_UNSEEN } from './demo-flows.ts';
import type { FlowEnd } from './flow-obs.ts';

const NOW = Date.parse('2026-11-23T09:41:07Z');
const HOUR = 3_600_000;
const MINUTE = 60_000;
const { flows, coverage } = demoFlows(NOW);
const key = ({ namespace, workload, ip }: FlowEnd) =>
  workload ? `${namespace}/${workload.kind}/${workload.name}` : ip;
const between = (from: string, to: string) =>
  flows.filter((flow) => key(flow.from)?.endsWith(from) && key(flow.to)?.endsWith(to));

test('the same for the same seed, within the day that ends now, and small', () => {
  expect(demoFlows(NOW)).toEqual({ flows, coverage });
  expect(demoFlows(NOW, 2).flows).not.toEqual(flows);
  expect(flows.every(({ t0, t1 }) => t0 >= NOW - 24 * HOUR - 60_000 && t1 <= NOW)).toBe(true);
  expect(flows.length).toBeGreaterThan(5_000);
  expect(flows.length).toBeLessThan(20_000);
});

test('the day goes on minute by minute, each as it would be in any other day', () => {
  const end = Math.floor(NOW / MINUTE) * MINUTE;
  const next = demoMinute(end, NOW);
  expect(next.flows.length).toBeGreaterThan(10);
  expect(next.flows.every(({ t0, t1 }) => t0 === end && t1 < end + MINUTE)).toBe(true);
  expect(next.coverage.map(({ node, t0, t1 }) => [node, t0, t1])).toEqual(
    ['w1', 'w2', 'w3'].map((node) => [node, end, end + MINUTE]),
  );
  const minute = (all: typeof flows) => all.filter(({ t0 }) => t0 === end - 30 * MINUTE);
  expect(minute(demoFlows(NOW + 5 * MINUTE).flows)).toEqual(minute(flows));
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

test('one node was not observed for more than a twentieth of the day, and what runs only there was not seen in it', () => {
  const gaps = coverage.filter(({ node }) => node === 'w3');
  expect(gaps).toHaveLength(2);
  const [before, after] = gaps;
  if (before === undefined || after === undefined) throw new Error('no gap');
  expect(after.t0 - before.t1).toBeGreaterThan((24 * HOUR) / 20);
  const inGap = between('', 'records-db').filter(({ t0 }) => t0 >= before.t1 && t0 < after.t0);
  expect(inGap).toEqual([]);
});

test('what worked until the policy was narrowed is refused since', () => {
  const verdicts = between('fraud-check', 'coredns').map(({ verdict }) => verdict);
  expect(verdicts.lastIndexOf('allowed')).toBeLessThan(verdicts.indexOf('denied'));
});

test('workloads that are not seen with the node are those whose pods all run on it', async () => {
  const { objects } = await demoReading();
  const pods = Map.groupBy(objects.pods.values(), (pod) => workloadOfPod(pod, objects.workloads));
  const away = [...pods].filter(([, its]) => its.every(({ spec }) => spec.nodeName === 'w3'));
  expect(away.map(([workload]) => workload.split('/')[2]).sort()).toEqual([...ONLY_ON_UNSEEN].sort());
});

test('every edge is by the policies of the demo as it was seen, but what passed and is marked as unexplained', async () => {
  const end = ({ ip, ...of }: FlowEnd) => (ip === undefined ? key(of) : ip);
  const known = DEMO_EDGES.filter(({ from }) => from.ip === undefined || from.outside);
  const questions = known.map(({ from, to, port, udp, verdict = 'allowed', unexplained }, index) => ({
    id: String(index),
    from: from.ip === undefined ? end(from) : 'internet',
    to: end(to),
    port: `${udp ? 'UDP' : 'TCP'}/${port}`,
    expect: verdict === 'allowed' && unexplained === undefined ? 'allow' : 'deny',
  }));
  expect(questions.length).toBeGreaterThan(40);
  expect(DEMO_EDGES.length - known.length).toBe(1);
  const told = await runCli(['probe', '--demo'], questions.map((one) => JSON.stringify(one)).join('\n'));
  const unmet = told.stdout.split('\n').filter((line) => line !== '' && !line.includes('"pass":true'));
  expect({ status: told.status, unmet }).toEqual({ status: 0, unmet: [] });
});

test('there is something of every verdict that asks for attention', () => {
  const verdicts = new Set(flows.map(({ verdict }) => verdict));
  expect([...verdicts].sort()).toEqual(['allowed', 'denied', 'would-deny']);
  expect(new Set(DEMO_EDGES.map(({ unexplained }) => unexplained))).toEqual(
    new Set([undefined, 'policy-changed', 'connection-older']),
  );
});
