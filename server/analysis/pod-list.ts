import type { PodList, PodListItem } from '#lib/api/pod-types.ts';
import { allHold, isKeptByDepends } from '#lib/graph/filter/filter-subject.ts';
import type { Labels, Pod } from '#lib/kube/objects.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import type { Analysis } from './analysis.ts';
import { readFilter } from './read-filter.ts';

export interface PodQuery {
  readonly q?: string;
  readonly namespace?: string;
  /** Those alone that match because what is undecided may allow what `reaches:` asks for. */
  readonly only?: 'undecided' | undefined;
  readonly offset: number;
  readonly limit: number;
}

/**
 * One page of the pods that the filter `q` keeps; words without a key are looked for in name, namespace, workload, labels
 * and addresses.
 * @throws RingfenceError BAD_REQUEST where the filter cannot be read.
 */
export function listPods(analysis: Analysis, { q = '', namespace, only, offset, limit }: PodQuery): PodList {
  const { terms } = readFilter(q, 'pods');
  const { subjects } = analysis;
  const matching = analysis.podTexts.filter(
    ({ key, pod, text }) =>
      (namespace === undefined || pod.metadata.namespace === namespace) &&
      (terms.length === 0 || allHold(subjects.pod(key, pod, text), terms)),
  );
  const undecided = terms.some(({ key }) => key === 'reaches')
    ? matching.filter(({ key, pod, text }) => isKeptByDepends(subjects.pod(key, pod, text), terms))
    : [];
  const listed = only === undefined ? matching : undecided;
  const page = listed.slice(offset, offset + limit);
  const next = offset + page.length;
  return {
    revision: analysis.revision,
    total: analysis.podTexts.length,
    matched: matching.length,
    undecided: undecided.length,
    items: page.map(({ key, pod }) => podListItem(analysis, key, pod)),
    nextOffset: next < listed.length ? next : undefined,
  };
}

/** A pod as lists show it. Finished pods have no gates. */
export function podListItem({ model, classificationOf, gaps }: Analysis, key: string, pod: Pod): PodListItem {
  const workload = model.workloadOfPod(key);
  const podClass = model.classOf(key);
  const end = podClass === undefined ? undefined : ({ type: 'class', class: podClass, pod: key } as const);
  return {
    key,
    namespace: pod.metadata.namespace ?? 'default',
    name: pod.metadata.name,
    workload,
    phase: pod.status?.phase ?? '',
    addresses: addressesOf(pod),
    node: pod.spec.nodeName,
    hostNetwork: pod.spec.hostNetwork === true,
    isolation: {
      ingress: end === undefined ? 'none' : model.gate(end, 'ingress').isolated,
      egress: end === undefined ? 'none' : model.gate(end, 'egress').isolated,
    },
    classification: classificationOf(workload),
    gaps: gaps.badge(workload),
    labels: pod.metadata.labels ?? NO_LABELS,
  };
}

const NO_LABELS: Labels = {};

export function addressesOf({ status }: Pod): readonly string[] {
  if (status?.podIPs !== undefined && status.podIPs.length > 0) return status.podIPs.map(({ ip }) => ip);
  return status?.podIP === undefined ? [] : [status.podIP];
}

export interface PodText {
  readonly key: string;
  readonly pod: Pod;
  /** Lower case: everything that a person may type to find the pod. */
  readonly text: string;
}

/** Sorted by namespace and name. Made once for a revision: 10,000 pods are searched in a few milliseconds. */
export function podTexts(pods: ReadonlyMap<string, Pod>, workloadOfPod: (key: string) => string): readonly PodText[] {
  return [...pods]
    .sort(([a], [b]) => compareNames(a, b))
    .map(([key, pod]) => {
      const labels = Object.entries(pod.metadata.labels ?? NO_LABELS).map(([name, value]) => `${name}=${value}`);
      const text = [key, workloadOfPod(key), ...addressesOf(pod), ...labels].join('\n').toLowerCase();
      return { key, pod, text };
    });
}

export function wordsOf(q: string): readonly string[] {
  return q.toLowerCase().split(/\s+/).filter(Boolean);
}
