import { namespacePart } from '#lib/api/cluster-scope.ts';
import type { SearchGroup } from '#lib/api/search-groups.ts';
import type { SearchItem, SearchResult } from '#lib/api/search-schemas.ts';
import type { CheckId } from '#lib/gdpr/check-table.ts';
import { inReadingOrder } from '#lib/gdpr/gap-order.ts';
import { printTerm } from '#lib/graph/filter/print-filter.ts';
import type { Pod } from '#lib/kube/objects.ts';
import { portsJson } from '#lib/policy/port-set.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { CHECK_GUIDE } from '#lib/text/en/check-guide/check-guide.ts';
import { countOf } from '#lib/text/en/count.ts';
import { portDetail } from '#lib/text/en/search.ts';
import type { Analysis } from './analysis.ts';
import { wordsOf } from './pod-list.ts';

interface Entry {
  readonly item: SearchItem;
  /** Whose class and gaps stand beside it: a workload, or the subject of gaps. Looked up where it is shown. */
  readonly workload?: string;
  readonly subject?: string;
  /** The name proper, lower case: a match at its start comes first. */
  readonly name: string;
  /** Everything that is searched, lower case. */
  readonly text: string;
}
export type SearchIndex = readonly { readonly group: SearchGroup; readonly entries: readonly Entry[] }[];

const ITEMS_PER_GROUP = 5;
const ITEMS_OF_ONE_GROUP = 50;

/** Everything that ⌘K finds, in the order of its groups. Made once for a revision. */
export function buildSearchIndex(analysis: Analysis): SearchIndex {
  const { model, podTexts, gapReport, clusterId } = analysis;
  const href = (...segments: readonly string[]) => `/${[clusterId, ...segments].map(encodeURIComponent).join('/')}`;
  const pods = podTexts.map(({ key, pod, text }): Entry => {
    const namespace = pod.metadata.namespace ?? 'default';
    const { name } = pod.metadata;
    const item = { id: key, label: name, detail: `in ${namespace}`, href: href('pods', namespace, name) };
    return { item, workload: model.workloadOfPod(key), name, text };
  });
  const workloads = model.workloads
    .filter((key) => key.split('/')[1] !== 'Pod') // a bare pod is found as a pod
    .sort(compareNames)
    .map((key): Entry => {
      const [namespace = '', kind = '', name = ''] = key.split('/');
      const item = {
        id: key,
        label: name,
        detail: `${kind} in ${namespace}`,
        href: href('workloads', namespace, kind, name),
      };
      return { item, workload: key, name: name.toLowerCase(), text: key.toLowerCase() };
    });
  const podsIn = new Map<string, number>();
  for (const { namespace, count } of model.classes) podsIn.set(namespace, (podsIn.get(namespace) ?? 0) + count);
  const namespaces = model.namespaces.toSorted(compareNames).map((name): Entry => {
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
    return { item, subject: `${namespace}/${kind}/${name}`, name: name.toLowerCase(), text: item.id.toLowerCase() };
  });
  const gaps = inReadingOrder(gapReport.gaps).map((gap): Entry => {
    const { namespace, name } = gap.subject;
    const item = {
      id: gap.id,
      label: gap.title,
      detail: `${gap.check} · ${namespace}/${name}`,
      href: `${href('gaps')}?gap=${encodeURIComponent(gap.id)}`,
      ...(gap.result === 'WAIVED' ? {} : { gaps: { worst: gap.severity, count: 1 } }),
    };
    return { item, name: gap.check.toLowerCase(), text: `${gap.id}\n${gap.title}\n${namespace}/${name}`.toLowerCase() };
  });
  const checks = gapReport.checks.map(({ id, title, counts }): Entry => {
    const { name } = CHECK_GUIDE[id as CheckId];
    const worst = gapReport.gaps.find(({ check, result }) => check === id && result === 'FAIL')?.severity; // sorted
    const item = {
      id,
      label: `${id} ${name}`,
      detail: title === name ? '' : title,
      href: href('checks', id),
      ...(worst === undefined ? {} : { gaps: { worst, count: counts.FAIL } }),
    };
    return { item, name: id.toLowerCase(), text: `${id}\n${name}\n${title}`.toLowerCase() };
  });
  return [
    { group: 'pods', entries: pods },
    { group: 'workloads', entries: workloads },
    { group: 'namespaces', entries: namespaces },
    { group: 'policies', entries: policies },
    { group: 'gaps', entries: gaps },
    { group: 'checks', entries: checks },
    { group: 'addresses', entries: addressEntries(analysis, href) },
    { group: 'labels', entries: labelEntries(analysis, href) },
    { group: 'ports', entries: portEntries(analysis, href) },
  ];
}

function addressEntries({ podTexts, model }: Analysis, href: Href): Entry[] {
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

type Href = (...segments: readonly string[]) => string;

/** Labels of pods, those of most pods first; each leads to its pods. */
function labelEntries({ podTexts }: Analysis, href: Href): readonly Entry[] {
  const pods = new Map<string, number>();
  for (const { pod } of podTexts) {
    for (const [name, value] of Object.entries(pod.metadata.labels ?? {})) {
      const label = `${name}=${value}`;
      pods.set(label, (pods.get(label) ?? 0) + 1);
    }
  }
  return [...pods]
    .sort(([a, m], [b, n]) => n - m || compareNames(a, b))
    .map(([label, count]) => {
      const q = printTerm({ key: 'label', value: label, negated: false });
      const address = `${href('pods')}?q=${encodeURIComponent(q)}`;
      const small = label.toLowerCase();
      return { item: { id: label, label, detail: countOf(count, 'pod'), href: address }, name: small, text: small };
    });
}

/** Ports that pods declare or rules name, as numbers; each leads to its connections on the map. */
function portEntries({ podTexts, model }: Analysis, href: Href): readonly Entry[] {
  const known = new Map<number, { pods: number; policies: number; names: Set<string> }>();
  const of = (port: number) => {
    let found = known.get(port);
    if (found === undefined) {
      found = { pods: 0, policies: 0, names: new Set() };
      known.set(port, found);
    }
    return found;
  };
  for (const { pod } of podTexts) {
    const declared = declaredPorts(pod);
    for (const port of new Set(declared.map(({ containerPort }) => containerPort))) of(port).pods++;
    for (const { containerPort, name } of declared) if (name !== undefined) of(containerPort).names.add(name);
  }
  for (const { rules } of model.policies) {
    const named = new Set(rules.flatMap(({ ports }) => singlePorts(portsJson(ports))));
    for (const port of named) of(port).policies++;
  }
  return [...known]
    .sort(([a], [b]) => a - b)
    .map(([port, { pods, policies, names }]) => ({
      item: {
        id: String(port),
        label: String(port),
        detail: portDetail([...names], pods, policies),
        href: `${href('map')}?q=${encodeURIComponent(`port:${port}`)}`,
      },
      name: String(port),
      text: [port, `:${port}`, `port:${port}`, ...names].join('\n').toLowerCase(),
    }));
}

const declaredPorts = ({ spec }: Pod) => spec.containers.flatMap(({ ports = [] }) => ports);

const singlePorts = ({ TCP, UDP, SCTP }: PortsJson): readonly number[] =>
  [...TCP, ...UDP, ...SCTP].flatMap(([first, last]) => (first === last ? [first] : []));

/** Entries that hold every word of `q`; names that begin with it first, then in the order of the index. */
export function search(analysis: Analysis, q: string, only?: SearchGroup): SearchResult {
  const words = wordsOf(q);
  const most = only === undefined ? ITEMS_PER_GROUP : ITEMS_OF_ONE_GROUP;
  const groups = analysis.searchIndex
    .filter(({ group }) => only === undefined || group === only)
    .map(({ group, entries }) => {
      const { total, best } = bestOf(entries, words, most);
      return { group, total, items: best.map((entry) => shownItem(analysis, entry)) };
    });
  return { revision: analysis.revision, groups: groups.filter(({ total }) => total > 0) };
}

/** In one pass over all: a key is answered at every letter. */
function bestOf(entries: readonly Entry[], words: readonly string[], most: number) {
  const [first] = words;
  const beginning: Entry[] = [];
  const others: Entry[] = [];
  let total = 0;
  if (first === undefined) return { total, best: [] };
  for (const entry of entries) {
    if (!words.every((word) => entry.text.includes(word))) continue;
    total++;
    const list = entry.name.startsWith(first) ? beginning : others;
    if (list.length < most) list.push(entry);
  }
  return { total, best: [...beginning, ...others].slice(0, most) };
}

function shownItem({ gaps, classificationOf }: Analysis, { item, workload, subject = workload }: Entry): SearchItem {
  const badge = subject === undefined ? undefined : gaps.badge(subject);
  return {
    ...item,
    ...(workload === undefined ? {} : { dataClass: classificationOf(workload).dataClass }),
    ...(badge === undefined ? {} : { gaps: badge }),
  };
}
