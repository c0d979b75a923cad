import type { GapReport } from '#lib/gdpr/types.ts';
import { buildClusterObjects } from '#lib/kube/build-cluster-objects.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import type { ScanResult } from '#server/cli/scan-result.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { objectsOfInputs } from '../evidence/inputs.ts';
import { peersOfEvidence } from '../evidence/peer-runs.ts';
import { wholeGap } from '../evidence/shared-values.ts';

/** What the writers of `ringfence scan` are given, from the evidence alone: its gaps, nothing computed again. */
export function resultsOfEvidence(evidence: Evidence): ScanResult {
  const { inputs, profile, completeness, taken, cluster, source } = evidence;
  const objects = { ...buildClusterObjects(objectsOfInputs(inputs)), completeness };
  let model: PolicyModel | undefined;
  return {
    input: {
      ...{ objects, profile, taken, source },
      cluster: cluster.name,
      // The writers ask for none of both.
      ...{ dataMap: undefined, dataMapInForce: undefined },
      adequacy: inputs.adequacy,
      model: () => {
        model ??= compileModel(objects, profile);
        return model;
      },
    },
    report: reportOf(evidence),
  };
}

function reportOf(evidence: Evidence): GapReport {
  const { gaps, checks, summary, waivers } = evidence;
  return {
    gaps: gaps.map((gap) => ({ ...wholeGap(evidence, gap), peers: peersOfEvidence(evidence, gap) })),
    ...{ checks, summary },
    ...(waivers === undefined ? {} : { waivers }),
  };
}
