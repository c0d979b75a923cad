import { expect, test } from 'vitest';
import { checksInSteps } from '#lib/gdpr/run-checks.ts';
import type { GapReport } from '#lib/gdpr/types.ts';
import { allObjects } from '#lib/kube/build-cluster-objects.ts';
import { ClusterState } from '#lib/kube/cluster-state.ts';
import { contentHash } from '#lib/kube/content-hash.ts';
import { projectObject } from '#lib/kube/project.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { Random } from '#lib/policy/testing/random.ts';
import { randomCluster } from '#lib/policy/testing/random-cluster.ts';
import { type Computing, createAnalysis } from '#server/analysis/analysis.ts';
import { evidenceOf } from '#server/analysis/snapshot.ts';
import { sealEvidence } from '#server/report/evidence/seal-evidence.ts';
import { verifyEvidence } from './verify-evidence.ts';

const CLUSTERS = 4;
const EVENTS = 2;

test('evidence of a revision that took over from others is what its inputs alone give', { timeout: 240_000 }, () => {
  for (let seed = 0; seed < CLUSTERS; seed++) {
    const random = new Random(seed);
    const { objects, profile } = randomCluster(seed);
    const state = new ClusterState();
    for (const given of allObjects(objects)) {
      // As a source gives them: some of the invented ones have empty fields that projection leaves out.
      const { kept: object } = projectObject(given);
      if (object !== undefined) state.apply({ type: 'upsert', object });
    }
    state.setCompleteness(objects.completeness);
    const computing = takingOver();
    for (let event = 0; event < EVENTS; event++) {
      const object = random.pick([...allObjects(state.snapshot())]);
      if (event > 0) state.apply({ type: 'remove', object });
      const evidence = sealEvidence(evidenceNow(event));
      const { findings } = verifyEvidence(evidence.bytes, `seed ${seed}, event ${event}`);
      expect(findings.filter(({ state: found }) => found === 'altered')).toEqual([]);
      if (event > 0) state.apply({ type: 'upsert', object });
      evidenceNow(event);
    }

    function evidenceNow(seq: number) {
      const now = state.snapshot();
      const meta = { clusterId: 'c', clusterName: 'c', taken: '2026-11-23T09:41:07Z' };
      const revision = { seq, content: contentHash(now, profile) };
      const analysis = createAnalysis(now, profile, { ...meta, revision }, computing);
      return evidenceOf(analysis, {}, { type: 'file', label: '1 file', state: 'current' });
    }
  }
});

/** As the worker of a cluster computes one revision after the other. */
function takingOver(): Computing {
  let model: ReturnType<typeof compileModel> | undefined;
  let report: GapReport | undefined;
  return {
    compile(objects, profile) {
      model = compileModel(objects, profile, model);
      return model;
    },
    *check(given, options) {
      report = yield* checksInSteps(given, options, report);
      return report;
    },
  };
}
