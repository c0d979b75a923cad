import { performance } from 'node:perf_hooks';
import { compileModel } from '#lib/policy/compile-model.ts';
import { diffModels } from '#lib/policy/diff/diff-models.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { classGraph } from '#lib/policy/paths/class-graph.ts';
import { minimumCut } from '#lib/policy/paths/minimum-cut.ts';
import { shortestPaths } from '#lib/policy/paths/shortest-paths.ts';
import { proposedState } from '#lib/policy/propose.ts';
import { percentile, rounded } from './timing.ts';

const PROPOSALS = 3;
const QUESTIONS = 5;

export interface AnswerFigures {
  /** A fork without one policy, compiled and compared. */
  readonly proposalMs: number;
  readonly diffMs: number;
  /** Once for each model, before its first path. */
  readonly pathGraphMs: number;
  readonly shortestPathsMs: number;
  readonly minimumCutMs: number;
}

/** Milliseconds, the median of several: a proposal that takes one policy away, with its diff; paths and cuts. */
export function measureAnswers(model: PolicyModel): AnswerFigures {
  const compiles: number[] = [];
  const diffs: number[] = [];
  const policies = [...model.objects.networkPolicies.values()];
  for (let i = 0; i < PROPOSALS; i++) {
    const policy = policies[(i * 7919) % Math.max(1, policies.length)];
    const removes = policy === undefined ? [] : [policy];
    let after: PolicyModel = model;
    compiles.push(
      time(() => {
        after = compileModel(proposedState(model, { upserts: [], removes, labels: [] }).objects, model.profile, model);
      }),
    );
    diffs.push(time(() => diffModels(model, after)));
  }
  const workload = (n: number): string => model.workloads[(n * 7919) % model.workloads.length] ?? '';
  const ask = (question: (from: string, to: string) => unknown): number =>
    percentile(
      Array.from({ length: QUESTIONS }, (_, n) => time(() => question(workload(n), workload(n + QUESTIONS)))),
      0.5,
    );
  return {
    proposalMs: rounded(percentile(compiles, 0.5) + percentile(diffs, 0.5)),
    diffMs: rounded(percentile(diffs, 0.5)),
    pathGraphMs: rounded(time(() => classGraph(model, 'must'))),
    shortestPathsMs: rounded(ask((from, to) => shortestPaths(model, [from], [to]))),
    minimumCutMs: rounded(ask((from, to) => minimumCut(model, [from], [to]))),
  };
}

function time(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
