import type { Revision, SourceStatus } from '#lib/api/cluster-types.ts';
import { packObserved } from '#lib/flows/packed-observed.ts';
import type { Changes } from '#lib/gdpr/report-parts/changes.ts';
import { derivedParts } from '#lib/gdpr/report-parts/derived-parts.ts';
import { dataTables, ruleSetIdentity } from '#lib/gdpr/rule-set.ts';
import { createContext, type RunChecksOptions } from '#lib/gdpr/run-checks.ts';
import type { Classification, Gap, GapReport } from '#lib/gdpr/types.ts';
import { managerRole } from '#lib/kube/manager-role.ts';
import { digestProvenance, type UndigestedProvenance } from '#lib/kube/provenance.ts';
import type { LocalTime } from '#lib/local-time.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { classRelationOf } from './class-relation.ts';
import { digestList, objectsByKind } from './digest-kinds.ts';
import { EVIDENCE_SCHEMA, type Evidence } from './evidence.ts';
import { type GivenInputs, inputsOf, podPositions } from './inputs.ts';
import { observedSummary } from './observed-summary.ts';
import { numberPeers, ownOf, type PeersOfGap } from './peer-runs.ts';
import { namespaceOfEnd, type Told, toldOf } from './scope.ts';
import { shareValues, type WholeGap } from './shared-values.ts';
import { classificationForEvidence, completenessForEvidence, waiverReportForEvidence } from './without-names.ts';
import { packRelation, type WorkloadRelation } from './workload-relation.ts';

/** One revision with its results, and what is known of how it came about. */
export interface EvidenceParts {
  readonly model: PolicyModel;
  /** What the gaps were computed with, besides the model. */
  readonly checkOptions: RunChecksOptions;
  readonly gapReport: GapReport;
  /** By `ns/Kind/name`. */
  readonly classifications: ReadonlyMap<string, Classification>;
  /** Between workloads, hubs not expanded. */
  readonly relation: WorkloadRelation;
  /** The text that `checkOptions.dataMap` was parsed from. */
  readonly dataMapText: string | undefined;
  readonly cluster: string;
  readonly revision: Revision;
  readonly taken: string;
  readonly local: LocalTime | undefined;
  readonly source: Pick<SourceStatus, 'type' | 'label' | 'state' | 'asOf'>;
  readonly version: string;
  readonly title: string | undefined;
  readonly reason: string | undefined;
  readonly chain: Evidence['chain'];
  readonly provenance: UndigestedProvenance | undefined;
  readonly enforcement: string | undefined;
  /** Only these namespaces are reported on; the inputs stay whole. */
  readonly scopeNamespaces: readonly string[] | undefined;
  /** Against the snapshot before, where a store knows one. */
  readonly changes: Changes | undefined;
}

/**
 * Puts inputs and results of one revision together. Throws BAD_REQUEST for a scope that names an unknown namespace.
 * Whatever is derived is derived here, from the parts alone: `verify` calls this again with the inputs of the file.
 */
export function buildEvidence(parts: EvidenceParts): Evidence {
  const { model, gapReport, classifications } = parts;
  const { objects } = model;
  const told = toldOf(parts.scopeNamespaces, namespacesOf(parts));
  const gaps = gapReport.gaps.filter(({ subject }) => subject.namespace === '' || told.namespace(subject.namespace));
  const found = gaps.map(readGap);
  const peers = numberPeers(found.map(({ rest, peers }) => ({ peers, own: ownOf(rest.subject) })));
  const inputs = inputsOf(objects, givenInputs(parts));
  const ofKind = objectsByKind(objects);
  return {
    schema: EVIDENCE_SCHEMA,
    ...present('title', parts.title),
    ...present('reason', parts.reason),
    ...present('chain', parts.chain),
    tool: toolOf(parts),
    dataTables: dataTables(parts.checkOptions.adequacy),
    cluster: { name: parts.cluster, ...present('uid', objects.namespaces.get('kube-system')?.metadata.uid) },
    revision: parts.revision,
    taken: parts.taken,
    ...present('local', parts.local),
    source: sourceOf(parts),
    ...present(
      'provenance',
      parts.provenance && digestProvenance(parts.provenance, (kind) => digestList(ofKind(kind))),
    ),
    ...present('enforcement', parts.enforcement),
    profile: model.profile,
    completeness: completenessForEvidence(objects.completeness, ofKind),
    ...present('scope', told.scope),
    counts: {
      namespaces: objects.namespaces.size,
      pods: objects.pods.size,
      workloads: classifications.size,
      policies: objects.networkPolicies.size + objects.clusterPolicies.size,
    },
    inputs,
    classification: classificationOf(classifications, told),
    relation: {
      ...packRelation(workloadRelationOf(parts.relation, told)),
      ...classRelationOf(model, podPositions(inputs)),
    },
    peerNames: peers.names,
    peerSets: peers.sets,
    ...shareValues(found.map((gap, index) => ({ ...gap.rest, peers: peers.ofGap[index] as number }))),
    checks: told.scope === undefined ? gapReport.checks : checksInScope(gapReport.checks, gaps),
    summary: told.scope === undefined ? gapReport.summary : summarise(gaps),
    derived: derivedOf(parts, told, gaps),
    ...present('changes', parts.changes),
    ...present('waivers', waiversOf(gapReport)),
    ...present('observed', inputs.observed && observedSummary(inputs.observed)),
  };
}

/** As one line of an object: absent where there is nothing. */
function present<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Exclude<Value, undefined> } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Exclude<Value, undefined> };
}

/** Those of the objects, and those in which something runs. */
export function namespacesOf({
  model,
  classifications,
}: Pick<EvidenceParts, 'model' | 'classifications'>): ReadonlySet<string> {
  const known = new Set(model.objects.namespaces.keys());
  for (const workload of classifications.keys()) known.add(namespaceOfEnd(workload));
  return known;
}

function toolOf({ version }: EvidenceParts): Evidence['tool'] {
  const rules = ruleSetIdentity();
  return { name: 'Ringfence', version, ruleSet: rules.version, ruleSetSha256: rules.sha256 };
}

function sourceOf({ source: { type, label, state, asOf } }: EvidenceParts): Evidence['source'] {
  return { type, label, state, ...present('asOf', asOf) };
}

function givenInputs({ dataMapText, checkOptions: { waivers, now, adequacy, observed } }: EvidenceParts): GivenInputs {
  return {
    ...present('dataMap', dataMapText),
    ...present('waivers', waivers),
    ...present('asked', now),
    ...present('adequacy', adequacy),
    ...present('observed', observed && packObserved(observed.traffic)),
  };
}

function derivedOf({ model, checkOptions }: EvidenceParts, told: Told, gaps: readonly Gap[]): Evidence['derived'] {
  const context = createContext(model, checkOptions);
  return derivedParts(context, gaps, {
    ...(told.scope === undefined ? {} : { inScope: told.namespace }),
    roleOf: managerRole,
  });
}

function classificationOf(classifications: EvidenceParts['classifications'], told: Told): Evidence['classification'] {
  return [...classifications]
    .filter(([workload]) => told.end(workload))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([workload, classification]) => ({ workload, ...classificationForEvidence(classification) }));
}

function workloadRelationOf({ nodes, edges, omitted }: WorkloadRelation, told: Told): WorkloadRelation {
  const kept = edges.filter(({ from, to }) => told.end(from) || told.end(to));
  const ends = new Set(kept.flatMap(({ from, to }) => [from, to]));
  return { nodes: nodes.filter(({ id }) => told.end(id) || ends.has(id)), edges: kept, omitted };
}

/** A gap as the evidence has it, its peers apart. It is read at once: what is asked for one part is known for the next. */
function readGap(gap: Gap): { readonly rest: Omit<WholeGap, 'peers'>; readonly peers: PeersOfGap } {
  const rest: Record<string, unknown> = {};
  // Reading the names of all peers of all gaps takes longer than everything else.
  for (const name of Object.keys(gap)) if (name !== 'peers') rest[name] = gap[name as keyof Gap];
  rest.classification = classificationForEvidence(gap.classification);
  return { rest: rest as Omit<WholeGap, 'peers'>, peers: gap.peerRuns?.() ?? gap.peers };
}

function summarise(gaps: readonly Gap[]): GapReport['summary'] {
  const zero = () => ({ critical: 0, high: 0, medium: 0, low: 0, info: 0 });
  const summary = { FAIL: zero(), WAIVED: zero(), UNKNOWN: zero() };
  for (const { result, severity } of gaps) summary[result][severity]++;
  return summary;
}

/**
 * What was found in the scope. Passes are counted for the whole cluster alone, and stay: the pages of a partial report
 * leave them out. So do the reasons for what was not evaluated: they name what is elsewhere.
 */
function checksInScope(checks: GapReport['checks'], gaps: readonly Gap[]): GapReport['checks'] {
  return checks.map((check) => {
    const found = { FAIL: 0, WAIVED: 0, UNKNOWN: 0 };
    for (const gap of gaps) if (gap.check === check.id) found[gap.result]++;
    return { ...check, counts: { ...check.counts, ...found }, notEvaluated: [] };
  });
}

function waiversOf({ waivers }: GapReport): Evidence['waivers'] {
  return waivers === undefined || waivers.waivers.length === 0 ? undefined : waiverReportForEvidence(waivers);
}
