import { performance } from 'node:perf_hooks';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { connectionsOf } from '#lib/policy/connections.ts';
import type { PolicyModel, SingleEnd } from '#lib/policy/model.ts';
import { PROFILES } from '#lib/policy/profile.ts';
import { type AnswerFigures, measureAnswers } from './measure-answers.ts';
import { podAt } from './rollout.ts';
import { heapMegabytes, millisecondsPerCall, rounded } from './timing.ts';

const COMPILES = 3;
const POINT_QUERIES = 20_000;
const ROW_QUERIES = 200;
const EXPLANATIONS = 500;

/** One line of `ringfence bench`. Milliseconds and microseconds of wall time; memory beyond the kept objects. */
export interface EngineFigures extends AnswerFigures {
  readonly pods: number;
  readonly policies: number;
  readonly classes: number;
  /** The first compilation of the process for this cluster, and the fastest of three. */
  readonly coldMs: number;
  readonly warmMs: number;
  /** The relation of all workloads, with hubs. */
  readonly connectionsMs: number;
  readonly edges: number;
  readonly queryUs: number;
  readonly rowsIntoMs: number;
  readonly rowsOutOfMs: number;
  readonly explainMs: number;
  readonly externalRowsMs: number;
  readonly heapMB: number;
}

/** Compiles a cluster and asks it all kinds of questions. */
export function measureEngine(objects: ClusterObjects): EngineFigures {
  const before = heapMegabytes();
  const compiles: number[] = [];
  let compiled: PolicyModel | undefined;
  for (let i = 0; i < COMPILES; i++) {
    compiled = undefined; // the one before is not to count as memory of this one
    const start = performance.now();
    compiled = compileModel(objects, PROFILES.calico);
    compiles.push(performance.now() - start);
  }
  const model = compiled as PolicyModel;
  const heap = heapMegabytes() - before;
  const start = performance.now();
  const { edges } = connectionsOf(model);
  let edgeCount = 0;
  for (const _ of edges) edgeCount++;
  const connections = performance.now() - start;
  const end = (n: number): SingleEnd => {
    const pod = podAt(objects, n);
    return { type: 'class', class: model.classOf(pod) ?? 0, pod };
  };
  const port = { protocol: 'TCP', port: 8080 } as const;
  return {
    pods: objects.pods.size,
    policies: objects.networkPolicies.size,
    classes: model.classes.length,
    coldMs: rounded(compiles[0] ?? 0),
    warmMs: rounded(Math.min(...compiles)),
    connectionsMs: rounded(connections),
    edges: edgeCount,
    queryUs: rounded(millisecondsPerCall(POINT_QUERIES, (n) => model.relation(end(n), end(n * 31 + 1))) * 1000),
    rowsIntoMs: rounded(millisecondsPerCall(ROW_QUERIES, (n) => model.rowsInto(end(n)))),
    rowsOutOfMs: rounded(millisecondsPerCall(ROW_QUERIES, (n) => model.rowsOutOf(end(n)))),
    explainMs: rounded(millisecondsPerCall(EXPLANATIONS, (n) => model.explain(end(n), end(n * 31 + 1), port))),
    externalRowsMs: rounded(millisecondsPerCall(ROW_QUERIES, (n) => model.externalRows(end(n), 'egress'))),
    heapMB: rounded(heap),
    ...measureAnswers(model),
  };
}
