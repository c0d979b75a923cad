import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { RingfenceError } from '#lib/api/errors.ts';
import type { ConnectionEdge, ConnectionNode, Revision, SourceStatus } from '#lib/api/types.ts';
import { RULE_SET } from '#lib/gdpr/run-checks.ts';
import type { CheckResult, Classification, Gap, GapReport } from '#lib/gdpr/types.ts';
import type { WaiverReport } from '#lib/gdpr/waivers/types.ts';
import type { ClusterObjects, Completeness, ReadingNote, UnreadObject } from '#lib/kube/cluster-objects.ts';
import type { KeptObject, LastChange } from '#lib/kube/objects.ts';
import type { Profile } from '#lib/policy/types.ts';
import { reportFailures } from '#lib/text/en/report-failures.ts';
import { canonicalJson } from './canonical-json.ts';
import { managerRole } from './manager-role.ts';

/** Everything a snapshot was made from, and its results: docs/schemas/evidence.schema.json. */
export interface Evidence {
  readonly schema: 'ringfence.dev/evidence/v1';
  readonly title?: string;
  readonly reason?: string;
  readonly chain?: { readonly seq: number; readonly prev: string | null };
  readonly tool: { readonly name: 'Ringfence'; readonly version: string; readonly ruleSet: string };
  readonly cluster: { readonly name: string; readonly uid?: string };
  readonly revision: Revision;
  /** RFC 3339: the source's time. */
  readonly taken: string;
  readonly source: Pick<SourceStatus, 'type' | 'label' | 'state' | 'asOf'>;
  /** "Cilium on 3 of 3 nodes, not tested"; absent where nothing was detected. */
  readonly enforcement?: string;
  readonly profile: Profile;
  readonly completeness: Completeness;
  /** Namespaces whose gaps, classes and policies are told; absent: all. */
  readonly scope?: { readonly namespaces: readonly string[] };
  readonly counts: {
    readonly namespaces: number;
    readonly pods: number;
    readonly workloads: number;
    readonly policies: number;
  };
  readonly inputs: {
    readonly objects: readonly KeptObject[];
    /** The text of the DataMap in force; absent where there was none. */
    readonly dataMap?: string;
  };
  readonly classification: readonly (Classification & { readonly workload: string })[];
  readonly relation: {
    readonly nodes: readonly ConnectionNode[];
    readonly edges: readonly ConnectionEdge[];
    readonly omitted: readonly string[];
  };
  /** The workloads behind gaps, sorted: in an open cluster each gap has nearly all of them. */
  readonly peerNames: readonly string[];
  /** `peers` holds runs of positions in `peerNames`: first, last, first, last, … */
  readonly gaps: readonly EvidenceGap[];
  readonly checks: readonly CheckResult[];
  readonly summary: GapReport['summary'];
  /** Where any were given: what was accepted, and how it stood. */
  readonly waivers?: WaiverReport;
}

export type EvidenceGap = Omit<Gap, 'peers' | 'hasPeer'> & { readonly peers: readonly number[] };

export interface EvidenceParts {
  readonly objects: ClusterObjects;
  readonly profile: Profile;
  readonly dataMap?: string;
  readonly gapReport: GapReport;
  readonly classifications: ReadonlyMap<string, Classification>;
  readonly relation: Evidence['relation'];
  readonly cluster: string;
  readonly revision: Revision;
  readonly taken: string;
  readonly source: SourceStatus;
  readonly version: string;
  readonly title?: string | undefined;
  readonly reason?: string | undefined;
  readonly chain?: Evidence['chain'];
  readonly enforcement?: string;
  /** Only these namespaces are reported on; the inputs stay whole. */
  readonly scopeNamespaces?: readonly string[] | undefined;
}

/** Puts inputs and results of one revision together. Throws BAD_REQUEST for a scope that names an unknown namespace. */
export function buildEvidence(parts: EvidenceParts): Evidence {
  const { objects, gapReport, classifications, source } = parts;
  const scope = scopeOf(parts);
  const inScope = (namespace: string): boolean => scope === undefined || scope.namespaces.includes(namespace);
  const ofEnd = (end: string): boolean => scope === undefined || inScope(namespaceOfEnd(end));
  const gaps = gapReport.gaps.filter(({ subject }) => subject.namespace === '' || inScope(subject.namespace));
  const names = peerNamesOf(gaps);
  const positions = new Map(names.map((name, position) => [name, position]));
  const edges = parts.relation.edges.filter(({ from, to }) => ofEnd(from) || ofEnd(to));
  const ends = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const uid = objects.namespaces.get('kube-system')?.metadata.uid;
  return {
    schema: 'ringfence.dev/evidence/v1',
    ...(parts.title === undefined ? {} : { title: parts.title }),
    ...(parts.reason === undefined ? {} : { reason: parts.reason }),
    ...(parts.chain === undefined ? {} : { chain: parts.chain }),
    tool: { name: 'Ringfence', version: parts.version, ruleSet: RULE_SET },
    cluster: { name: parts.cluster, ...(uid === undefined ? {} : { uid }) },
    revision: parts.revision,
    taken: parts.taken,
    source: {
      type: source.type,
      label: source.label,
      state: source.state,
      ...(source.asOf === undefined ? {} : { asOf: source.asOf }),
    },
    ...(parts.enforcement === undefined ? {} : { enforcement: parts.enforcement }),
    profile: parts.profile,
    completeness: withoutFolders(objects.completeness),
    ...(scope === undefined ? {} : { scope }),
    counts: {
      namespaces: objects.namespaces.size,
      pods: objects.pods.size,
      workloads: classifications.size,
      policies: objects.networkPolicies.size + objects.clusterPolicies.size,
    },
    inputs: {
      objects: keptObjects(objects),
      ...(parts.dataMap === undefined ? {} : { dataMap: parts.dataMap }),
    },
    classification: [...classifications]
      .filter(([workload]) => inScope(namespaceOfEnd(workload)))
      .sort(([a], [b]) => compare(a, b))
      .map(([workload, classification]) => ({ workload, ...withoutName(classification) })),
    relation: {
      nodes: parts.relation.nodes.filter(({ id }) => scope === undefined || ends.has(id) || ofEnd(id)),
      edges,
      omitted: parts.relation.omitted,
    },
    peerNames: names,
    gaps: gaps.map((gap) => ({
      ...gap,
      classification: withoutName(gap.classification),
      peers: runsOf(gap.peers.map((peer) => positions.get(peer) as number)),
    })),
    checks: gapReport.checks,
    summary: scope === undefined ? gapReport.summary : summarise(gaps),
    ...(gapReport.waivers === undefined || gapReport.waivers.waivers.length === 0
      ? {}
      : { waivers: gapReport.waivers }),
  };
}

/** RFC 8785 text of the evidence and the SHA-256 of its UTF-8 bytes, in hex. */
export function sealEvidence(evidence: Evidence): { readonly bytes: Uint8Array; readonly hash: string } {
  const text = canonicalJson(evidence);
  const bytes = new TextEncoder().encode(text);
  return { bytes, hash: bytesToHex(sha256(bytes)) };
}

function scopeOf({ scopeNamespaces, objects, classifications }: EvidenceParts): Evidence['scope'] {
  if (scopeNamespaces === undefined || scopeNamespaces.length === 0) return undefined;
  const known = new Set(objects.namespaces.keys());
  for (const workload of classifications.keys()) known.add(namespaceOfEnd(workload));
  for (const namespace of scopeNamespaces) {
    if (!known.has(namespace)) throw new RingfenceError('BAD_REQUEST', reportFailures.noSuchNamespace(namespace));
  }
  return { namespaces: [...new Set(scopeNamespaces)].sort() };
}

/** `ns/Kind/name` and `any-pod@ns` have a namespace; `internet`, `any-pod` and blocks have none. */
function namespaceOfEnd(end: string): string {
  if (end.startsWith('any-pod@')) return end.slice('any-pod@'.length);
  const parts = end.split('/');
  return parts.length > 2 ? (parts[0] ?? '') : '';
}

function keptObjects(objects: ClusterObjects): readonly KeptObject[] {
  const maps: readonly ReadonlyMap<string, KeptObject>[] = [
    objects.namespaces,
    objects.nodes,
    objects.pods,
    objects.workloads,
    objects.services,
    objects.endpointSlices,
    objects.ingresses,
    objects.ingressClasses,
    objects.gatewayClasses,
    objects.gateways,
    objects.routes,
    objects.referenceGrants,
    objects.networkPolicies,
    objects.clusterPolicies,
    objects.unevaluated,
  ];
  return maps.flatMap((map) => [...map].sort(([a], [b]) => compare(a, b)).map(([, object]) => forEvidence(object)));
}

/** Without where it was read from (paths of the operator's machine) and without names of people (gdpr.md §5.7). */
function forEvidence(object: KeptObject): KeptObject {
  const { origin: _origin, ...rest } = object;
  const { managedFields } = object.metadata;
  if (managedFields === undefined) return rest as KeptObject;
  const roles = managedFields.map((change): LastChange => ({ ...change, manager: managerRole(change.manager) }));
  return { ...rest, metadata: { ...object.metadata, managedFields: roles } } as KeptObject;
}

/** Of the operator's files only the names: folders say who runs it and where, and differ with how it was called. */
function withoutFolders({ kinds, unread, notes }: Completeness): Completeness {
  const named = <Said extends UnreadObject | ReadingNote>(said: Said): Said =>
    said.file === undefined ? said : { ...said, file: said.file.split(/[\\/]/).at(-1) };
  return { kinds, unread: unread.map(named), notes: notes.map(named) };
}

function withoutName(classification: Classification): Classification {
  const { manager } = classification;
  return manager === undefined ? classification : { ...classification, manager: managerRole(manager) };
}

function peerNamesOf(gaps: readonly Gap[]): readonly string[] {
  const names = new Set<string>();
  for (const { peers } of gaps) for (const peer of peers) names.add(peer);
  return [...names].sort();
}

function runsOf(positions: readonly number[]): readonly number[] {
  const runs: number[] = [];
  for (const position of positions) {
    if (runs.length > 0 && runs.at(-1) === position - 1) runs[runs.length - 1] = position;
    else runs.push(position, position);
  }
  return runs;
}

/** The workloads behind a gap of the evidence, sorted. */
export function peersOfEvidence({ peerNames }: Pick<Evidence, 'peerNames'>, { peers }: EvidenceGap): readonly string[] {
  const found: string[] = [];
  for (let run = 0; run + 1 < peers.length; run += 2) {
    found.push(...peerNames.slice(peers[run], (peers[run + 1] as number) + 1));
  }
  return found;
}

function summarise(gaps: readonly Gap[]): GapReport['summary'] {
  const zero = () => ({ critical: 0, high: 0, medium: 0, low: 0, info: 0 });
  const summary = { FAIL: zero(), WAIVED: zero(), UNKNOWN: zero() };
  for (const { result, severity } of gaps) summary[result][severity]++;
  return summary;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
