import type { ClusterSummary, SourceStatus } from '#lib/api/cluster-types.ts';
import type { GapReport } from '#lib/gdpr/types.ts';
import type { Analysis } from './analysis.ts';
import { bannersOf } from './banners.ts';
import { enforcementOf } from './enforcement.ts';
import { missingRbac } from './missing-rbac.ts';
import { countOpenToAnyPod } from './open-to-any-pod.ts';

/** The cluster in three numbers, that of gaps where they are known, and what weakens them. `source` is of now, everything else of the revision. */
export function summarise(analysis: Analysis, source: SourceStatus): ClusterSummary {
  const { model, gapsIfKnown, revision, taken, clusterId, clusterName } = analysis;
  const { completeness } = model.objects;
  return {
    id: clusterId,
    name: clusterName,
    source,
    revision,
    taken,
    profile: model.profile,
    numbers: { ...analysis.numbers, ...(gapsIfKnown === undefined ? {} : { gaps: openGaps(gapsIfKnown) }) },
    ...(gapsIfKnown === undefined ? { gapsPending: true } : {}),
    counts: {
      policies: model.objects.networkPolicies.size + model.objects.clusterPolicies.size,
      workloads: model.workloads.length,
      services: model.objects.services.size,
      nodes: model.objects.nodes.size,
    },
    completeness,
    banners: bannersOf(model, source, analysis),
    enforcement: enforcementOf(model),
    missingRbac: missingRbac(completeness),
  };
}

function openGaps({ gaps }: GapReport): number {
  return gaps.filter(({ result }) => result === 'FAIL').length;
}

/** The numbers that take a pass over all classes. */
export function numbersOf({ model }: Pick<Analysis, 'model'>): Omit<ClusterSummary['numbers'], 'gaps'> {
  const { open, depends } = countOpenToAnyPod(model);
  const pods = model.objects.completeness.kinds.find(({ kind }) => kind === 'Pod');
  return {
    pods: model.classes.reduce((sum, { count }) => sum + count, 0),
    namespaces: model.namespaces.length,
    openToAnyPod: open,
    openToAnyPodDepends: depends,
    atLeast: pods !== undefined && pods.state !== 'read',
  };
}
