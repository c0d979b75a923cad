import { performance } from 'node:perf_hooks';
import { CHECKS } from '#lib/gdpr/checks/registry.ts';
import { createContext, runChecks } from '#lib/gdpr/run-checks.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { forkObjects } from '#lib/kube/fork-objects.ts';
import type { Workload } from '#lib/kube/objects.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { PROFILES } from '#lib/policy/profile.ts';
import { rounded } from './timing.ts';

/** Workloads with personal data in a cluster of 10,000 pods; more in a larger one. */
const PERSONAL_PER_POD = 300 / 10_000;
const EVENTS = 5;
const TAKEN = '2026-11-01T00:00:00Z';

/** Milliseconds of wall time. */
export interface CheckFigures {
  readonly personalWorkloads: number;
  readonly otherWorkloads: 'none' | 'unknown';
  readonly gaps: number;
  /** The first run of all checks over a compiled model. */
  readonly checksMs: number;
  /** The same after one pod came or went: median. */
  readonly checksAfterEventMs: number;
  /** The slowest checks, each alone. */
  readonly slowest: Readonly<Record<string, number>>;
}

/** All checks over a cluster in which some workloads are declared to hold personal data. */
export function measureChecks(given: ClusterObjects, others: CheckFigures['otherWorkloads']): CheckFigures {
  const { objects, personal } = classified(given, others);
  const model = compileModel(objects, PROFILES.calico);
  const start = performance.now();
  let report = runChecks(model, { taken: TAKEN });
  const gaps = report.gaps.length;
  const cold = performance.now() - start;
  const events: number[] = [];
  let previous = model;
  const [podKey, pod] = [...objects.pods].at(-1) ?? [];
  for (let event = 0; event < EVENTS && pod !== undefined && podKey !== undefined; event++) {
    const fork = forkObjects(previous.objects);
    if (event % 2 === 0) fork.remove(pod);
    else fork.upsert(pod);
    const after = compileModel(fork.objects, PROFILES.calico, previous);
    const begin = performance.now();
    report = runChecks(after, { taken: TAKEN }, report);
    events.push(performance.now() - begin);
    previous = after;
  }
  events.sort((a, b) => a - b);
  const context = createContext(compileModel(objects, PROFILES.calico), { taken: TAKEN });
  const alone = CHECKS.map(({ id, run }) => {
    const begin = performance.now();
    run(context);
    return [id, rounded(performance.now() - begin)] as const;
  }).sort(([, a], [, b]) => b - a);
  return {
    personalWorkloads: personal,
    otherWorkloads: others,
    gaps,
    checksMs: rounded(cold),
    checksAfterEventMs: rounded(events[Math.floor(events.length / 2)] ?? 0),
    slowest: Object.fromEntries(alone.slice(0, 5)),
  };
}

/** Every n-th workload is declared to hold personal data, every tenth of those data of special categories. */
function classified(given: ClusterObjects, others: CheckFigures['otherWorkloads']) {
  const wanted = Math.round(given.pods.size * PERSONAL_PER_POD);
  const step = Math.max(1, Math.floor(given.workloads.size / wanted));
  const fork = forkObjects(given);
  let personal = 0;
  for (const [index, workload] of [...given.workloads.values()].entries()) {
    const chosen = index % step === 0 && personal < wanted;
    if (!chosen && others === 'unknown') continue;
    fork.upsert(withClass(workload, chosen ? (personal++ % 10 === 0 ? 'special' : 'personal') : 'none'));
  }
  return { objects: fork.objects, personal };
}

function withClass(workload: Workload, dataClass: string): Workload {
  const { metadata } = workload;
  const labels = { ...metadata.labels, 'ringfence.dev/data-class': dataClass };
  return { ...workload, metadata: { ...metadata, labels } };
}
