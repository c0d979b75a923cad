import { expect, test } from 'vitest';
import { allObjects } from '#lib/kube/build-cluster-objects.ts';
import { ClusterState } from '#lib/kube/cluster-state.ts';
import type { Pod } from '#lib/kube/objects.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { changeSurroundings, SURROUNDINGS } from '#lib/policy/testing/change-surroundings.ts';
import { Random } from '#lib/policy/testing/random.ts';
import { randomCluster } from '#lib/policy/testing/random-cluster.ts';
import type { Profile } from '#lib/policy/types.ts';
import { type DataMap, EMPTY_DATA_MAP, type WorkloadEntry } from './data-map/types.ts';
import { type RunChecksOptions, runChecks } from './run-checks.ts';
import { CLASSES, NODES, peopled, service } from './testing/peopled.ts';
import type { GapReport } from './types.ts';
import type { Waiver } from './waivers/types.ts';

const CLUSTERS = Number(process.env.TAKE_OVER_CLUSTERS ?? 25);
const FIRST = Number(process.env.TAKE_OVER_FIRST ?? 0);
const EVENTS = 8;

test('a report that takes over from the ones before says what a report of that state alone says, whatever comes', () => {
  let taken = 0;
  let parts = 0;
  for (let seed = FIRST; seed < FIRST + CLUSTERS; seed++) {
    const random = new Random(seed);
    const { objects, profile } = randomCluster(seed, ['Deployment', 'DaemonSet']);
    const state = new ClusterState();
    for (const object of allObjects(objects)) state.apply({ type: 'upsert', object });
    state.setCompleteness(objects.completeness);
    peopled(state, random);
    let options: RunChecksOptions = { taken: '2026-06-01T00:00:00Z', dataMap: randomDataMap(random) };
    let model = compileModel(state.snapshot(), profile);
    let report = runChecks(model, options);
    for (let event = 0; event < EVENTS; event++) {
      const kind = random.below(20);
      if (kind === 0) options = otherOptions(options, report, random);
      else if (kind < 4) changeWhatIsAround(state, random);
      else changePods(state, random, event);
      model = compileModel(state.snapshot(), profile, model);
      const before = new Set(report.gaps.map(({ witness }) => witness));
      report = runChecks(model, options, report);
      const alone = aloneIn(state, profile, options);
      expect(toldBy(report), `seed ${seed}, event ${event}`).toEqual(toldBy(alone));
      const known = report.gaps.filter(({ witness }) => witness.length > 0 && before.has(witness)).length;
      if (known > 0) taken++;
      if (known > 0 && known < report.gaps.length / 2) parts++;
      if (random.chance(0.05)) expect(effectsOf(report), `seed ${seed}, event ${event}`).toEqual(effectsOf(alone));
    }
  }
  expect(taken).toBeGreaterThan((CLUSTERS * EVENTS) / 4);
  expect(parts).toBeGreaterThan(0);
}, 3_600_000);

function aloneIn(state: ClusterState, profile: Profile, options: RunChecksOptions): GapReport {
  return runChecks(compileModel(state.snapshot(), profile), options);
}

/** All that a report says but for the effects of fixes, which cost a run of all checks each. */
const toldBy = ({ gaps, ...rest }: GapReport) =>
  JSON.parse(JSON.stringify({ ...rest, gaps: gaps.map((gap) => ({ ...gap, fix: [gap.fix.yaml, gap.fix.note] })) }));

const effectsOf = ({ gaps }: GapReport) =>
  JSON.parse(JSON.stringify(gaps.slice(0, 12).map(({ fix }) => fix.effect ?? null)));

/** A pod gets a like, comes to another node or to the host network, has another address, or goes. */
function changePods(state: ClusterState, random: Random, event: number): void {
  const pods = [...state.snapshot().pods.values()];
  const pod = random.pick(pods);
  if (pod === undefined) return;
  const kind = random.below(10);
  const upsert = (spec: Partial<Pod['spec']>, name = pod.metadata.name): void => {
    const object = { ...pod, metadata: { ...pod.metadata, name }, spec: { ...pod.spec, ...spec } };
    state.apply({ type: 'upsert', object });
  };
  if (kind < 3) upsert({ nodeName: random.pick(NODES) as string }, `${pod.metadata.name}-${event}`);
  else if (kind < 6) upsert({ nodeName: random.pick(NODES) as string });
  else if (kind === 6) upsert({ hostNetwork: pod.spec.hostNetwork !== true });
  else if (kind === 7) {
    const { nodeName, ...unplaced } = pod.spec;
    state.apply({ type: 'upsert', object: { ...pod, spec: unplaced } });
  } else if (kind === 8) {
    const status = random.pick(pods)?.status;
    state.apply({ type: 'upsert', object: status === undefined ? pod : { ...pod, status } });
  } else state.apply({ type: 'remove', object: pod });
}

/** What pods stand in, with their Services and classes. */
function changeWhatIsAround(state: ClusterState, random: Random): void {
  const kind = random.below(SURROUNDINGS + 2);
  if (kind < SURROUNDINGS) changeSurroundings(state, random, kind);
  else if (kind === SURROUNDINGS) changeServices(state, random);
  else changeClass(state, random);
}

function changeServices(state: ClusterState, random: Random): void {
  const { pods, services } = state.snapshot();
  const [old, pod] = [random.pick([...services.values()]), random.pick([...pods.values()])];
  if (old !== undefined && random.chance(0.5)) state.apply({ type: 'remove', object: old });
  else if (pod !== undefined) {
    state.apply({ type: 'upsert', object: service(pod.metadata.namespace ?? 'default', 'new', pod, random) });
  }
}

function changeClass(state: ClusterState, random: Random): void {
  const pod = random.pick([...state.snapshot().pods.values()]);
  const said = { 'ringfence.dev/data-class': random.pick(CLASSES) as string };
  if (pod === undefined) return;
  const labels = Object.assign(Object.create(null), pod.metadata.labels, said);
  state.apply({ type: 'upsert', object: { ...pod, metadata: { ...pod.metadata, labels } } });
}

/** Another time, another DataMap, or a waiver for one of the gaps. */
function otherOptions(options: RunChecksOptions, { gaps }: GapReport, random: Random): RunChecksOptions {
  const kind = random.below(3);
  if (kind === 0) return { ...options, taken: '2026-06-20T00:00:00Z' };
  if (kind === 1) return { ...options, dataMap: randomDataMap(random) };
  const gap = random.pick(gaps);
  if (gap === undefined) return options;
  const waiver: Waiver = {
    ...{ id: 'W-1', check: gap.check, match: { fingerprint: gap.fingerprint } },
    ...{ justification: 'accepted until the migration ends', riskOwner: 'head-of-crm', approvedBy: 'dpo' },
    ...{ approvedAt: '2026-05-01', expiresAt: '2026-12-31', compensating: [], origin: { from: 'file', line: 1 } },
  };
  return { ...options, waivers: [waiver] };
}

function randomDataMap(random: Random): DataMap {
  const workloads = ['one', 'two', 'three'].map(
    (namespace, index): WorkloadEntry => ({
      ...{ match: { namespace }, line: index + 1 },
      ...(random.chance(0.6) ? { environment: random.pick(['prod', 'test'] as const) } : {}),
      ...(random.chance(0.6) ? { purposes: [random.pick(['care', 'billing'])] } : {}),
      ...(random.chance(0.5) ? { controller: random.pick(['acme', 'other']) } : {}),
      ...(random.chance(0.3) ? { consumers: ['*/*/pod-1*'] } : {}),
    }),
  );
  return { ...EMPTY_DATA_MAP, workloads };
}
