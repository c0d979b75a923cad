import { performance } from 'node:perf_hooks';
import { CHECKS } from '#lib/gdpr/checks/registry.ts';
import { createContext, runChecks } from '#lib/gdpr/run-checks.ts';
import type { GapReport } from '#lib/gdpr/types.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { forkObjects } from '#lib/kube/fork-objects.ts';
import type { Service, Workload } from '#lib/kube/objects.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { PROFILES } from '#lib/policy/profile.ts';
import { nativeSha256 } from '#server/native-sha256.ts';
import { percentile, rounded } from './timing.ts';

/** Workloads with personal data in a cluster of 10,000 pods; more in a larger one. */
const PERSONAL_PER_POD = 300 / 10_000;
const EVENTS = 5;
const OPTIONS = { taken: '2026-11-01T00:00:00Z', sha256: nativeSha256 } as const;

/** A larger cluster is asked for less: the whole benchmark is to end. */
const LARGE = 100_000;
const BOUND_MS = 60_000;
const SLOWEST = 5;

/** What the cluster is made to be for the checks. */
export interface CheckShape {
  readonly otherWorkloads: 'none' | 'unknown';
  /** Whether a load balancer lets the internet into one workload of each namespace. */
  readonly waysIn: 'none' | 'each namespace';
}

/** Milliseconds of wall time. */
export interface CheckFigures extends CheckShape {
  readonly personalWorkloads: number;
  readonly gaps: number;
  /** The first run of all checks over a compiled model. */
  readonly checksMs: number;
  /** The same after one pod came or went: median; not measured in the largest cluster. */
  readonly checksAfterEventMs?: number;
  /** The slowest checks, each alone. */
  readonly slowest: Readonly<Record<string, number>>;
  /** Checks that were not begun any more after a minute: `checksMs` is without them. */
  readonly notRun?: readonly string[];
}

/** All checks over a cluster in which some workloads are declared to hold personal data. */
export function measureChecks(given: ClusterObjects, shape: CheckShape): CheckFigures {
  const { objects, personal } = shaped(given, shape);
  const model = compileModel(objects, PROFILES.calico);
  const figures = { ...shape, personalWorkloads: personal };
  if (objects.pods.size > LARGE) return { ...figures, ...oneByOne(model) };
  const start = performance.now();
  const report = runChecks(model, OPTIONS);
  const cold = performance.now() - start;
  const after = afterEvents(model, report);
  const { slowest } = oneByOne(compileModel(objects, PROFILES.calico));
  return {
    ...figures,
    gaps: report.gaps.length,
    checksMs: rounded(cold),
    checksAfterEventMs: rounded(after),
    slowest,
  };
}

/** One pod goes and comes again: the median. */
function afterEvents(model: PolicyModel, first: GapReport): number {
  const times: number[] = [];
  let [previous, report] = [model, first];
  const pod = [...model.objects.pods.values()].at(-1);
  for (let event = 0; event < EVENTS && pod !== undefined; event++) {
    const fork = forkObjects(previous.objects);
    if (event % 2 === 0) fork.remove(pod);
    else fork.upsert(pod);
    const after = compileModel(fork.objects, PROFILES.calico, previous);
    const begin = performance.now();
    report = runChecks(after, OPTIONS, report);
    times.push(performance.now() - begin);
    previous = after;
  }
  return percentile(times, 0.5);
}

/** Each check alone over one context, until the time is up. */
function oneByOne(model: PolicyModel): Pick<CheckFigures, 'gaps' | 'checksMs' | 'slowest' | 'notRun'> {
  const start = performance.now();
  const context = createContext(model, OPTIONS);
  const times: (readonly [string, number])[] = [];
  const notRun: string[] = [];
  let gaps = 0;
  for (const { id, run } of CHECKS) {
    const begin = performance.now();
    if (begin - start > BOUND_MS) {
      notRun.push(id);
      continue;
    }
    gaps += run(context).gaps.length;
    times.push([id, rounded(performance.now() - begin)]);
  }
  const checksMs = rounded(performance.now() - start);
  const slowest = Object.fromEntries(times.sort(([, a], [, b]) => b - a).slice(0, SLOWEST));
  return { gaps, checksMs, slowest, ...(notRun.length === 0 ? {} : { notRun }) };
}

/** Every n-th workload is declared to hold personal data, every tenth of those data of special categories. */
function shaped(given: ClusterObjects, { otherWorkloads, waysIn }: CheckShape) {
  const wanted = Math.round(given.pods.size * PERSONAL_PER_POD);
  const step = Math.max(1, Math.floor(given.workloads.size / wanted));
  const fork = forkObjects(given);
  let personal = 0;
  for (const [index, workload] of [...given.workloads.values()].entries()) {
    const chosen = index % step === 0 && personal < wanted;
    if (!chosen && otherWorkloads === 'unknown') continue;
    fork.upsert(withClass(workload, chosen ? (personal++ % 10 === 0 ? 'special' : 'personal') : 'none'));
  }
  if (waysIn === 'each namespace') {
    const first = Map.groupBy(given.workloads.values(), ({ metadata }) => metadata.namespace ?? 'default');
    for (const [namespace, [workload]] of first)
      if (workload !== undefined) fork.upsert(loadBalancer(namespace, workload));
  }
  return { objects: fork.objects, personal };
}

function loadBalancer(namespace: string, { spec }: Workload): Service {
  const { metadata, spec: pod } = spec.template;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name: 'public' },
    spec: {
      type: 'LoadBalancer',
      selector: metadata?.labels ?? {},
      ports: [{ protocol: 'TCP', port: 80, targetPort: pod.containers[0]?.ports?.[0]?.containerPort ?? 80 }],
    },
  };
}

function withClass(workload: Workload, dataClass: string): Workload {
  const { metadata } = workload;
  const labels = { ...metadata.labels, 'ringfence.dev/data-class': dataClass };
  return { ...workload, metadata: { ...metadata, labels } };
}
