import { namespacePart } from '#lib/api/cluster-scope.ts';
import type { SearchResult } from '#lib/api/types.ts';
import { countOf } from '#lib/text/en/count.ts';
import type { Analysis } from './analysis.ts';
import { wordsOf } from './pod-list.ts';

type Group = SearchResult['groups'][number]['group'];
export interface SearchItem {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly href: string;
}
interface Entry {
  readonly item: SearchItem;
  /** The name proper, lower case: a match at its start comes first. */
  readonly name: string;
  /** Everything that is searched, lower case. */
  readonly text: string;
}
export type SearchIndex = readonly { readonly group: Group; readonly entries: readonly Entry[] }[];

const ITEMS_PER_GROUP = 5;

/** Everything that ⌘K finds, in the order of its groups. Made once for a revision. */
export function buildSearchIndex(analysis: Analysis): SearchIndex {
  const { model, podTexts, gapReport, clusterId } = analysis;
  const href = (...segments: readonly string[]) => `/${[clusterId, ...segments].map(encodeURIComponent).join('/')}`;
  const pods = podTexts.map(({ key, pod, text }): Entry => {
    const namespace = pod.metadata.namespace ?? 'default';
    const { name } = pod.metadata;
    return { item: { id: key, label: name, detail: namespace, href: href('pods', namespace, name) }, name, text };
  });
  const workloads = model.workloads
    .filter((key) => key.split('/')[1] !== 'Pod') // a bare pod is found as a pod
    .map((key): Entry => {
      const [namespace = '', kind = '', name = ''] = key.split('/');
      const item = {
        id: key,
        label: name,
        detail: `${kind} in ${namespace}`,
        href: href('workloads', namespace, kind, name),
      };
      return { item, name: name.toLowerCase(), text: key.toLowerCase() };
    });
  const podsIn = new Map<string, number>();
  for (const { namespace, count } of model.classes) podsIn.set(namespace, (podsIn.get(namespace) ?? 0) + count);
  const namespaces = model.namespaces.map((name): Entry => {
    const address = `${href('map')}?namespace=${encodeURIComponent(name)}`;
    const item = { id: name, label: name, detail: countOf(podsIn.get(name) ?? 0, 'pod'), href: address };
    return { item, name: name.toLowerCase(), text: name.toLowerCase() };
  });
  const policies = model.policies.map(({ policy }): Entry => {
    const { kind, namespace, name } = policy;
    const item = {
      id: `${namespace}/${kind}/${name}`,
      label: name,
      detail: namespace === '' ? kind : `${kind} in ${namespace}`,
      href: href('policies', kind, namespacePart(namespace), name),
    };
    return { item, name: name.toLowerCase(), text: item.id.toLowerCase() };
  });
  const gaps = gapReport.gaps.map((gap): Entry => {
    const { namespace, name } = gap.subject;
    const item = {
      id: gap.id,
      label: gap.title,
      detail: `${gap.check} · ${namespace}/${name}`,
      href: `${href('gaps')}?gap=${encodeURIComponent(gap.id)}`,
    };
    return { item, name: gap.check.toLowerCase(), text: `${gap.id}\n${gap.title}\n${namespace}/${name}`.toLowerCase() };
  });
  return [
    { group: 'pods', entries: pods },
    { group: 'workloads', entries: workloads },
    { group: 'namespaces', entries: namespaces },
    { group: 'policies', entries: policies },
    { group: 'gaps', entries: gaps },
    { group: 'addresses', entries: addressEntries(analysis, href) },
  ];
}

function addressEntries({ podTexts, model }: Analysis, href: (...segments: readonly string[]) => string): Entry[] {
  const entries: Entry[] = [];
  for (const { pod } of podTexts) {
    const namespace = pod.metadata.namespace ?? 'default';
    if (pod.spec.hostNetwork === true) continue; // the node's address
    for (const { ip } of pod.status?.podIPs ?? []) {
      const item = {
        id: ip,
        label: ip,
        detail: `${namespace}/${pod.metadata.name}`,
        href: href('pods', namespace, pod.metadata.name),
      };
      entries.push({ item, name: ip, text: ip });
    }
  }
  const why = (to: string) => `${href('why')}?to=${encodeURIComponent(to)}`;
  for (const { metadata, status } of model.objects.nodes.values()) {
    for (const { address, type } of status?.addresses ?? []) {
      if (type !== 'InternalIP' && type !== 'ExternalIP') continue;
      const item = { id: address, label: address, detail: `Node ${metadata.name}`, href: why(address) };
      entries.push({ item, name: address, text: address });
    }
  }
  for (const { metadata, spec } of model.objects.services.values()) {
    for (const ip of spec.clusterIPs ?? (spec.clusterIP === undefined ? [] : [spec.clusterIP])) {
      if (ip === 'None') continue;
      const item = { id: ip, label: ip, detail: `Service ${metadata.namespace}/${metadata.name}`, href: why(ip) };
      // also by the Service's name: whoever asks about a connection knows that
      entries.push({ item, name: ip, text: `${ip}\n${metadata.namespace}/${metadata.name}`.toLowerCase() });
    }
  }
  return entries;
}

/** Entries that hold every word of `q`; names that begin with it first, then in the order of the index. */
export function search(analysis: Analysis, q: string): SearchResult {
  const words = wordsOf(q);
  const [first = ''] = words;
  const groups = analysis.searchIndex.map(({ group, entries }) => {
    const found = words.length === 0 ? [] : entries.filter(({ text }) => words.every((word) => text.includes(word)));
    const best = [
      ...firstOf(found, (entry) => entry.name.startsWith(first)),
      ...firstOf(found, (entry) => !entry.name.startsWith(first)),
    ];
    return { group, total: found.length, items: best.slice(0, ITEMS_PER_GROUP).map(({ item }) => item) };
  });
  return { revision: analysis.revision, groups: groups.filter(({ total }) => total > 0) };
}

function firstOf(entries: readonly Entry[], wanted: (entry: Entry) => boolean): Entry[] {
  const first: Entry[] = [];
  for (const entry of entries) {
    if (first.length === ITEMS_PER_GROUP) break;
    if (wanted(entry)) first.push(entry);
  }
  return first;
}
