/**
 * The one table of endpoints: method and path are the key. Routes (`server/http/handle.ts`), the worker's questions
 * (`server/analysis/questions.ts`), the browser's client (`lib/api/client.ts`, types only) and the OpenAPI document all
 * come from it.
 */
import { z } from 'zod';
import { FILTER_KEYS } from '#lib/graph/filter/filter-language.ts';
import { type CheckList, type CheckView, checkList, checkView } from './check-schemas.ts';
import { type CompareView, compareQuery, compareView } from './compare-schemas.ts';
import { type DataMapAnswer, type DataOverview, dataMapAnswer, dataMapBody, dataView } from './data-schemas.ts';
import { type ProposalAnswer, proposalAnswer, proposalBody } from './diff-schemas.ts';
import type { ErrorCode } from './errors.ts';
import { FILTERED, type FilterAnswer, type FilterValues, filterAnswer, filterValues } from './filter-schemas.ts';
import * as hopsOf from './hops-schemas.ts';
import { type NamespaceLines, namespaceLines } from './map-schemas.ts';
import {
  type MatrixPairView,
  type MatrixView,
  type MatrixWindowView,
  matrixPairQuery,
  matrixPairView,
  matrixQuery,
  matrixView,
  matrixWindowQuery,
  matrixWindowView,
} from './matrix-schemas.ts';
import * as narrowing from './narrowing-schemas.ts';
import * as observed from './observed-schemas.ts';
import type { PackedPodView } from './packed-pod-view.ts';
import { type PeerPods, peerPods, peerPodsQuery } from './peer-schemas.ts';
import { type RevisionComparison, type RevisionList, revisionComparison, revisionList } from './revision-schemas.ts';
import * as schemas from './schemas.ts';
import { SEARCH_GROUPS } from './search-groups.ts';
import { type SearchResult, searchResult } from './search-schemas.ts';
import {
  type CandidateView,
  candidateView,
  type SimulationAnswer,
  simulationAnswer,
  simulationBody,
} from './simulation-schemas.ts';
import * as snapshots from './snapshot-schemas.ts';
import * as traffic from './traffic-schemas.ts';
import type * as api from './types.ts';
import { type WaiverList, waiverBody, waiverList, withdrawQuery } from './waiver-schemas.ts';

z.config({ jitless: true }); // no eval in the page: the content security policy forbids it

/** What an endpoint answers: JSON with a schema, or a body of another type. */
export type EndpointResponse<T> =
  | { readonly type: 'json'; readonly schema: z.ZodType<T> }
  | {
      readonly type:
        | 'image/svg+xml'
        | 'application/pdf'
        | 'application/octet-stream'
        | 'application/x-ndjson'
        | 'text/event-stream';
    };

export interface Endpoint<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Output = unknown,
> {
  readonly summary: string;
  readonly params: Params;
  readonly query: Query;
  /** Absent: no body. `bytes`: the raw body of a file; `lines`: NDJSON, read as it comes. */
  readonly body?: Body | 'bytes' | 'lines';
  readonly response: EndpointResponse<Output>;
  /** The answer is a function of revision and address alone, so it has an entity tag. */
  readonly revisioned: boolean;
  readonly errors: readonly ErrorCode[];
}

function endpoint<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType, Output>(
  definition: Endpoint<Params, Query, Body, Output>,
): Endpoint<Params, Query, Body, Output> {
  return definition;
}
function json<T>(schema: z.ZodType<T>): EndpointResponse<T> {
  return { type: 'json', schema };
}

const NAME_MAX = 253; // the longest Kubernetes name
const END_MAX = 2048; // a hypothetical pod with many labels
const PAGE_MAX = 1000; // pods in one answer: about 500 kB of JSON
const FILTER_MAX = 2000; // a filter of some tens of words
const PROBES_MAX = 10_000; // a few seconds of one core
const SETTING_MAX = 1024; // `podCIDRs=` with some tens of CIDRs
const SETTINGS_MAX = 32; // each field once, and some twice
const name = z.string().min(1).max(NAME_MAX);
const end = z.string().min(1).max(END_MAX);
const none = z.object({});
const cluster = z.object({ cluster: name });
/** Absent: the newest revision. */
const rev = z.coerce.number().int().nonnegative().optional();
const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');

const query = z.object({ rev });
const sceneQuery = z.object({
  rev,
  level: z.enum(['namespaces', 'workloads', 'pods']).optional(),
  namespace: name.optional(),
  /** `ns/Kind/name`: this workload by its pods. */
  workload: end.optional(),
  /** The id of a group of the opened namespace whose members are wanted one by one. */
  unfold: end.optional(),
});
const filterText = z.string().max(FILTER_MAX);
/** The map as somebody looks at it: without what its filter, and *gaps only*, leave out. */
const shownMap = sceneQuery.extend({
  q: filterText.default(''),
  only: z.enum(['gaps']).optional(),
  /** Filters that hide what they name, one a line. */
  hide: z
    .string()
    .max(4 * FILTER_MAX)
    .default(''),
});
const podsQuery = z.object({
  rev,
  q: filterText.optional(),
  namespace: name.optional(),
  offset: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(200),
});

const ofCluster: readonly ErrorCode[] = ['BAD_REQUEST', 'NOT_FOUND', 'NOT_READY', 'REVISION_GONE', 'WORKER_LOST'];
const ofStore: readonly ErrorCode[] = ['BAD_REQUEST', 'NOT_FOUND', 'DAMAGED'];
const ofStoreChange: readonly ErrorCode[] = [...ofStore, 'FORBIDDEN_ORIGIN', 'NOT_WRITABLE'];
const ofTraffic: readonly ErrorCode[] = ['BAD_REQUEST', 'NOT_FOUND', 'USAGE', 'DAMAGED', 'TIMED_OUT', 'WORKER_LOST'];
const ofObserved: readonly ErrorCode[] = [...ofCluster, 'USAGE', 'DAMAGED', 'TIMED_OUT'];
const ofChange: readonly ErrorCode[] = ['BAD_REQUEST', 'FORBIDDEN_ORIGIN', 'NOT_FOUND'];

export const ENDPOINTS = {
  'GET /api/health': endpoint({
    summary: 'The process answers.',
    params: none,
    query: none,
    response: json(schemas.health),
    revisioned: false,
    errors: [],
  }),
  'GET /api/ready': endpoint({
    summary: 'Every cluster that can be read has its first analysis; 503 until then.',
    params: none,
    query: none,
    response: json(schemas.health),
    revisioned: false,
    errors: ['NOT_READY'],
  }),
  'GET /api/openapi.json': endpoint({
    summary: 'This document.',
    params: none,
    query: none,
    response: json(z.record(z.string(), z.unknown())),
    revisioned: false,
    errors: [],
  }),
  'GET /api/events': endpoint({
    summary:
      'Server-sent events for all clusters: source state and newest revision of each, at once and at each change.',
    params: none,
    /** `hold=demo:3,prod:81204`: revisions that the page looks at; they are kept while the stream is open. */
    query: z.object({ hold: z.string().max(2048).optional() }),
    response: { type: 'text/event-stream' },
    revisioned: false,
    errors: [],
  }),
  'GET /api/clusters': endpoint({
    summary: 'The clusters, the contexts that may be connected, and how this server was started.',
    params: none,
    query: none,
    response: json<api.ClusterList>(schemas.clusterList),
    revisioned: false,
    errors: [],
  }),
  'GET /api/clusters/{cluster}': endpoint({
    summary: 'One cluster: name, source, newest revision.',
    params: cluster,
    query: none,
    response: json<api.ClusterListItem>(schemas.clusterListItem),
    revisioned: false,
    errors: ['NOT_FOUND'],
  }),
  'DELETE /api/clusters/{cluster}': endpoint({
    summary: 'Removes a cluster that was opened from the page.',
    params: cluster,
    query: none,
    response: json(schemas.health),
    revisioned: false,
    errors: ofChange,
  }),
  'GET /api/clusters/{cluster}/summary': endpoint({
    summary:
      'The three numbers, counts, completeness, banners. Without the number of gaps while they are not known (gapsPending).',
    params: cluster,
    query,
    response: json<api.ClusterSummary>(schemas.clusterSummary),
    revisioned: false, // the source's state changes without a revision
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/revisions': endpoint({
    summary: 'The revisions of this run, newest first: when each was made, what changed and by which tool.',
    params: cluster,
    query,
    response: json<RevisionList>(revisionList),
    revisioned: false, // more revisions come without this one changing
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/revisions/{from}/changes': endpoint({
    summary: 'Gaps and connections that the asked revision has against another one of this run that is still kept.',
    params: cluster.extend({ from: z.coerce.number().int().nonnegative() }),
    query,
    response: json<RevisionComparison>(revisionComparison),
    revisioned: false,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/scene': endpoint({
    summary:
      'The map: at most 300 nodes and 600 edges with positions. The first of a large cluster is without gaps and says so (gapsPending): ask again once /gaps has answered.',
    params: cluster,
    query: sceneQuery,
    response: json<api.SceneView>(schemas.sceneView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/namespaces/{namespace}/lines': endpoint({
    summary: 'All lines of one namespace between the tiles of the map, the worst first: at most 200.',
    params: cluster.extend({ namespace: name }),
    query,
    response: json<NamespaceLines>(namespaceLines),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/map.svg': endpoint({
    summary: 'The same map as a vector figure.',
    params: cluster,
    query: shownMap.extend({ theme: z.enum(['light', 'dark', 'print']).default('light') }),
    response: { type: 'image/svg+xml' },
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/map-export': endpoint({
    summary: 'The same map as text, by the writers of `ringfence list`; says what the filter leaves out.',
    params: cluster,
    query: shownMap.extend({ format: z.enum(['mermaid', 'dot', 'csv', 'json', 'markdown']) }),
    response: { type: 'application/octet-stream' },
    revisioned: false, // one address, five formats
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/matrix': endpoint({
    summary: 'Who may connect to whom, line by line: the lines in their order, and the first 200 × 200 cells.',
    params: cluster,
    query: matrixQuery,
    response: json<MatrixView>(matrixView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/matrix/window': endpoint({
    summary: 'Cells of the same matrix, 200 × 200 from one of them on.',
    params: cluster,
    query: matrixWindowQuery,
    response: json<MatrixWindowView>(matrixWindowView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/matrix/pair': endpoint({
    summary: 'One cell of the same matrix: ports, gaps, pairs of workloads, and which of them decides.',
    params: cluster,
    query: matrixPairQuery,
    response: json<MatrixPairView>(matrixPairView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/pods': endpoint({
    summary: 'Pods, searched and paged.',
    params: cluster,
    query: podsQuery,
    response: json<api.PodList>(schemas.podList),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/pods/{namespace}/{name}': endpoint({
    summary: 'One pod: who can reach it, whom it can reach, the policies that select it.',
    params: cluster.extend({ namespace: name, name }),
    query,
    response: json<PackedPodView>(schemas.packedPodView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/workloads/{namespace}/{kind}/{name}': endpoint({
    summary: 'One workload as its pods see it: the first of its pods, or the workload itself where it has none.',
    params: cluster.extend({ namespace: name, kind: name, name }),
    query,
    response: json<PackedPodView>(schemas.packedPodView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/explain': endpoint({
    summary: 'Why one end may or may not connect to another: both gates, rule by rule.',
    params: cluster,
    /** Ends as the command line writes them; `port` is `TCP/8443` or `8443`. */
    query: z.object({ rev, from: end, to: end, port: z.string().max(64).optional() }),
    response: json<api.ExplainView>(schemas.explainView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/peer-pods': endpoint({
    summary: 'The pods of a workload that may connect with a pod, each with what it may use.',
    params: cluster,
    query: peerPodsQuery,
    response: json<PeerPods>(peerPods),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/hops': endpoint({
    summary: 'Where one could get from a pod or workload in up to three hops, or from where to it.',
    params: cluster,
    query: hopsOf.hopsQuery,
    response: json<hopsOf.HopsView>(hopsOf.hopsView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/hops/path': endpoint({
    summary: 'One of the shortest ways between a pod and a workload, with what admits each connection.',
    params: cluster,
    query: hopsOf.hopPathQuery,
    response: json<hopsOf.HopPath>(hopsOf.hopPath),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/hops/cut': endpoint({
    summary: 'The fewest connections that must go until no way between a pod and a workload is left.',
    params: cluster,
    query: hopsOf.hopCutQuery,
    response: json<hopsOf.HopCut>(hopsOf.hopCut),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/compare': endpoint({
    summary: 'Two senders to one target, or two targets of one sender: the same rows for both, and what decides.',
    params: cluster,
    query: compareQuery,
    response: json<CompareView>(compareView),
    revisioned: true,
    errors: ofCluster,
  }),
  'POST /api/clusters/{cluster}/probe': endpoint({
    summary: 'Many questions, answered as `ringfence probe` answers them, in the same order.',
    params: cluster,
    query,
    body: z.object({ questions: z.array(z.record(z.string(), z.unknown())).max(PROBES_MAX) }),
    response: json<api.ProbeAnswers>(schemas.probeAnswers),
    revisioned: false,
    errors: [...ofCluster, 'FORBIDDEN_ORIGIN', 'TOO_LARGE'],
  }),
  'POST /api/clusters/{cluster}/proposals': endpoint({
    summary:
      'What proposed objects, deletions and labels would change: connections, isolation, DNS, gaps. Nothing is applied or kept.',
    params: cluster,
    query,
    body: proposalBody,
    response: json<ProposalAnswer>(proposalAnswer),
    revisioned: false,
    errors: [...ofCluster, 'FORBIDDEN_ORIGIN', 'TOO_LARGE', 'TOO_MANY_REQUESTS', 'UNREADABLE_INPUT', 'TIMED_OUT'],
  }),
  'POST /api/clusters/{cluster}/simulation': endpoint({
    summary:
      'A proposal as the page of the simulation shows it: what it changes, all checks, manifests of both states, one picture of both. Nothing is applied or kept.',
    params: cluster,
    query,
    body: simulationBody,
    response: json<SimulationAnswer>(simulationAnswer),
    revisioned: false,
    errors: [...ofCluster, 'FORBIDDEN_ORIGIN', 'TOO_LARGE', 'TOO_MANY_REQUESTS', 'UNREADABLE_INPUT', 'TIMED_OUT'],
  }),
  'GET /api/clusters/{cluster}/candidate': endpoint({
    summary:
      'The smallest change of NetworkPolicies that opens or blocks one connection, confirmed by the engine, or why there is none.',
    params: cluster,
    query: z.object({
      rev,
      from: end,
      to: end,
      port: z.string().max(NAME_MAX).optional(),
      want: z.enum(['open', 'block']),
    }),
    response: json<CandidateView>(candidateView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/connections': endpoint({
    summary: 'The allowed relation between workloads, as `ringfence list -o json` writes it.',
    params: cluster,
    query: z.object({ rev, expand: flag.optional() }),
    response: json<api.ConnectionsJson>(schemas.connections),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/policies': endpoint({
    summary: 'The policies with what they select and open; isolation per namespace.',
    params: cluster,
    query,
    response: json<api.PolicyList>(schemas.policyList),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/policies/{kind}/{namespace}/{name}': endpoint({
    summary: 'One policy: its YAML, whom it selects, what each rule opens.',
    params: cluster.extend({ kind: name, namespace: name, name }),
    query,
    response: json<api.PolicyView>(schemas.policyView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/gaps': endpoint({
    summary: 'All gaps as lists show them, and the counts of every check.',
    params: cluster,
    query,
    response: json<api.GapList>(schemas.gapList),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/gap-list': endpoint({
    summary: 'All gaps as a file, as `ringfence scan` writes them.',
    params: cluster,
    query: z.object({ rev, format: z.enum(['csv', 'sarif', 'json']) }),
    response: { type: 'application/octet-stream' },
    revisioned: false, // one address, three formats
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/gaps/{id}': endpoint({
    summary: 'One gap with its witness, its peers and its fix.',
    params: cluster.extend({ id: name }),
    query,
    response: json<api.GapView>(schemas.gapView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/checks': endpoint({
    summary: 'The checks that ran, with the counts of their results.',
    params: cluster,
    query,
    response: json<CheckList>(checkList),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/checks/{id}': endpoint({
    summary: 'One check: what it asks in plain words and exactly, its articles, its examples, its results.',
    params: cluster.extend({ id: name }),
    query,
    response: json<CheckView>(checkView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/gaps/{id}/effect': endpoint({
    summary: 'What engine and checks say about the world after the fix of one gap; null where nothing can be applied.',
    params: cluster.extend({ id: name }),
    query,
    response: json<api.GapEffect>(schemas.gapEffect),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/waivers': endpoint({
    summary: 'Accepted gaps: who, why, until when, and whether each waiver is in force, expired, unused or too broad.',
    params: cluster,
    query,
    response: json<WaiverList>(waiverList),
    revisioned: true,
    errors: ofCluster,
  }),
  'POST /api/clusters/{cluster}/waivers': endpoint({
    summary:
      'Accepts one gap of the revision looked at for a time; keeps it with who and when, makes a new revision, and answers with its list.',
    params: cluster,
    query,
    body: waiverBody,
    response: json<WaiverList>(waiverList),
    revisioned: false,
    errors: [...ofCluster, 'FORBIDDEN_ORIGIN'],
  }),
  'DELETE /api/clusters/{cluster}/waivers/{id}': endpoint({
    summary: 'Takes back a waiver that was accepted on the page; its record stays. Answers with the list.',
    params: cluster.extend({ id: name }),
    query: withdrawQuery,
    response: json<WaiverList>(waiverList),
    revisioned: false,
    errors: [...ofCluster, 'FORBIDDEN_ORIGIN'],
  }),
  'GET /api/clusters/{cluster}/data': endpoint({
    summary: 'Workloads by class with the ground of each, suggestions to confirm, and the DataMap in force.',
    params: cluster,
    query,
    response: json<DataOverview>(dataView),
    revisioned: false, // where the DataMap comes from is not part of the revision's content
    errors: ofCluster,
  }),
  'POST /api/clusters/{cluster}/data-map': endpoint({
    summary:
      'What a DataMap, or classes put into the one in force, would do to the gaps; with `keep` it is kept for this cluster and makes a new revision, where what was `seen` is still in force.',
    params: cluster,
    query,
    body: dataMapBody,
    response: json<DataMapAnswer>(dataMapAnswer),
    revisioned: false,
    errors: [...ofCluster, 'FORBIDDEN_ORIGIN', 'TOO_LARGE', 'TOO_MANY_REQUESTS', 'CONFLICT'],
  }),
  'GET /api/clusters/{cluster}/search': endpoint({
    summary: 'Everything that has a name, by a part of it: pods, workloads, policies, gaps, addresses, labels, ports.',
    params: cluster,
    query: z.object({ rev, q: z.string().max(NAME_MAX).default(''), only: z.enum(SEARCH_GROUPS).optional() }),
    response: json<SearchResult>(searchResult),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/filter': endpoint({
    summary: 'What a filter keeps of the map, the gaps or the policies.',
    params: cluster,
    query: z.object({
      rev,
      q: filterText.default(''),
      of: z.enum(FILTERED).default('map'),
      level: z.enum(['namespaces', 'workloads', 'pods']).default('workloads'),
      namespace: name.optional(),
    }),
    response: json<FilterAnswer>(filterAnswer),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/filter-values': endpoint({
    summary: 'The values that a key of the filter can have, with how many have each.',
    params: cluster,
    query: z.object({
      rev,
      key: z.enum(FILTER_KEYS),
      text: z.string().max(NAME_MAX).default(''),
      of: z.enum([...FILTERED, 'pods', 'traffic']).default('map'),
    }),
    response: json<FilterValues>(filterValues),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/settings': endpoint({
    summary: 'The network plugin that was found, the semantics profile in force, and what may be chosen.',
    params: cluster,
    query,
    response: json<api.ClusterSettings>(schemas.clusterSettings),
    revisioned: false, // who chose the profile is not part of the revision
    errors: ofCluster,
  }),
  'POST /api/clusters/{cluster}/profile': endpoint({
    summary:
      'Chooses the semantics profile of a cluster until the process ends; makes a new revision, and answers as settings do.',
    params: cluster,
    query: none,
    body: z.object({ profile: name, sets: z.array(z.string().max(SETTING_MAX)).max(SETTINGS_MAX) }),
    response: json<api.ClusterSettings>(schemas.clusterSettings),
    revisioned: false,
    errors: [...ofCluster, 'FORBIDDEN_ORIGIN'],
  }),
  'POST /api/clusters/{cluster}/snapshot': endpoint({
    summary: 'The compliance snapshot of one revision as a PDF with its evidence attached.',
    params: cluster,
    query,
    body: z.object({
      title: z.string().max(200).optional(),
      /** `short`: two pages for management, of the same evidence; absent: the whole report. */
      form: z.enum(['full', 'short']).optional(),
      /** Namespaces of a partial snapshot, which says so on every page. */
      scope: z.array(name).max(1000).optional(),
    }),
    response: { type: 'application/pdf' },
    revisioned: false,
    errors: [...ofCluster, 'FORBIDDEN_ORIGIN', 'TOO_MANY_REQUESTS', 'TIMED_OUT'],
  }),
  'GET /api/clusters/{cluster}/snapshots': endpoint({
    summary: 'The snapshots in the chain of a cluster with their gaps by severity, and the one that is being taken.',
    params: cluster,
    query: z.object(snapshots.pageQuery),
    response: json<snapshots.SnapshotList>(snapshots.snapshotList),
    revisioned: false,
    errors: ofStore,
  }),
  'POST /api/clusters/{cluster}/snapshots': endpoint({
    summary:
      'Begins to take a snapshot of the newest revision: a job, to be asked for or watched on the event stream. One at a time.',
    params: cluster,
    query: none,
    body: snapshots.takeSnapshotBody,
    response: json<snapshots.SnapshotJob>(snapshots.snapshotJob),
    revisioned: false,
    errors: [...ofStoreChange, 'NOT_READY', 'TOO_MANY_REQUESTS'],
  }),
  'GET /api/clusters/{cluster}/snapshot-jobs/{id}': endpoint({
    summary: 'How far a snapshot is, step by step.',
    params: cluster.extend({ id: name }),
    query: none,
    response: json<snapshots.SnapshotJob>(snapshots.snapshotJob),
    revisioned: false,
    errors: ofStore,
  }),
  'DELETE /api/clusters/{cluster}/snapshot-jobs/{id}': endpoint({
    summary: 'Cancels a snapshot that is being taken. Nothing of it is in the chain.',
    params: cluster.extend({ id: name }),
    query: none,
    response: json<snapshots.SnapshotJob>(snapshots.snapshotJob),
    revisioned: false,
    errors: ofStoreChange,
  }),
  'GET /api/clusters/{cluster}/snapshots/{seq}': endpoint({
    summary: 'One snapshot: facts, files, notes, signatures, and its gaps.',
    params: cluster.extend({ seq: snapshots.snapshotNumber }),
    query: none,
    response: json<snapshots.SnapshotDetail>(snapshots.snapshotDetail),
    revisioned: false,
    errors: ofStore,
  }),
  'POST /api/clusters/{cluster}/snapshots/{seq}/files/{file}': endpoint({
    summary:
      'Takes a file of a snapshot away, checked against its hash, and writes that into the audit trail; `package.zip` is made of the others.',
    params: cluster.extend({ seq: snapshots.snapshotNumber, file: name }),
    query: none,
    body: snapshots.exportBody,
    response: { type: 'application/octet-stream' },
    revisioned: false,
    errors: ofStoreChange,
  }),
  'POST /api/clusters/{cluster}/snapshots/{seq}/notes': endpoint({
    summary: 'Adds a note beside a snapshot. Notes are never changed.',
    params: cluster.extend({ seq: snapshots.snapshotNumber }),
    query: none,
    body: snapshots.noteBody,
    response: json<snapshots.SnapshotDetail>(snapshots.snapshotDetail),
    revisioned: false,
    errors: ofStoreChange,
  }),
  'POST /api/clusters/{cluster}/snapshots/{seq}/sign-offs': endpoint({
    summary: 'Signs a snapshot as prepared, reviewed or accepted, each once and in this order; it is never changed.',
    params: cluster.extend({ seq: snapshots.snapshotNumber }),
    query: none,
    body: snapshots.signOffBody,
    response: json<snapshots.SnapshotDetail>(snapshots.snapshotDetail),
    revisioned: false,
    errors: [...ofStoreChange, 'CONFLICT'],
  }),
  'GET /api/clusters/{cluster}/snapshots/{seq}/against/{before}': endpoint({
    summary: 'What a snapshot says against another: gaps, connections, classes, policies, and what may have made each.',
    params: cluster.extend({ seq: snapshots.snapshotNumber, before: snapshots.snapshotNumber }),
    query: none,
    response: json<snapshots.SnapshotComparison>(snapshots.snapshotComparison),
    revisioned: false,
    errors: [...ofStore, 'TOO_MANY_REQUESTS', 'TIMED_OUT', 'UNREADABLE_INPUT'],
  }),
  'GET /api/clusters/{cluster}/chain': endpoint({
    summary: 'Recomputes all links of a cluster and the audit trail, and reads every file of its snapshots.',
    params: cluster,
    query: none,
    response: json<snapshots.ChainReport>(snapshots.chainReport),
    revisioned: false,
    errors: ofStore,
  }),
  'POST /api/clusters/{cluster}/flows': endpoint({
    summary:
      'Takes in observed flows as NDJSON, plain or gzipped, read as it comes: flows of our own format, or of a known source. A line that cannot be read is counted.',
    params: cluster,
    query: traffic.ingestQuery,
    body: 'lines',
    response: json<traffic.IngestAnswer>(traffic.ingestAnswer),
    revisioned: false,
    errors: [
      ...ofTraffic,
      'FORBIDDEN_ORIGIN',
      'NOT_READY',
      'TOO_LARGE',
      'TOO_MANY_REQUESTS',
      'NOT_WRITABLE',
      'UNREADABLE_INPUT',
    ],
  }),
  'GET /api/clusters/{cluster}/traffic/edges': endpoint({
    summary: 'Observed edges of a window, those with the most connections first, and how many there are.',
    params: cluster,
    query: traffic.edgesQuery,
    response: json<traffic.TrafficEdges>(traffic.trafficEdges),
    revisioned: false,
    errors: ofTraffic,
  }),
  'GET /api/clusters/{cluster}/traffic/timeline': endpoint({
    summary: 'Observed connections of a window by verdict, step by step.',
    params: cluster,
    query: traffic.timelineQuery,
    response: json<traffic.TrafficTimeline>(traffic.trafficTimeline),
    revisioned: false,
    errors: ofTraffic,
  }),
  'GET /api/clusters/{cluster}/traffic/coverage': endpoint({
    summary: 'How much of each hour was observed, by source and node, and what was lost.',
    params: cluster,
    query: traffic.coverageQuery,
    response: json<traffic.TrafficCoverage>(traffic.trafficCoverage),
    revisioned: false,
    errors: ofTraffic,
  }),
  'GET /api/clusters/{cluster}/traffic/sources': endpoint({
    summary: 'The sources of observed flows with their state, and whether what they tell is kept.',
    params: cluster,
    query: none,
    response: json<traffic.TrafficSources>(traffic.trafficSources),
    revisioned: false,
    errors: ofTraffic,
  }),
  'GET /api/clusters/{cluster}/observed': endpoint({
    summary:
      'Observed edges of a window beside what is allowed, with what decides each: what asks for attention first, a page of those that the filter leaves.',
    params: cluster,
    query: observed.observedQuery,
    response: json<observed.ObservedView>(observed.observedView),
    revisioned: false, // more is observed without a revision
    errors: ofObserved,
  }),
  'GET /api/clusters/{cluster}/observed/timeline': endpoint({
    summary: 'Observed connections of a window by state, step by step, and the changes of policies in it.',
    params: cluster,
    query: observed.observedTimelineQuery,
    response: json<observed.ObservedTimeline>(observed.observedTimeline),
    revisioned: false,
    errors: ofObserved,
  }),
  'GET /api/clusters/{cluster}/observed/layer': endpoint({
    summary: 'Observed traffic between the boxes of one picture of the map: state, rate and label of each pair.',
    params: cluster,
    query: observed.observedLayerQuery,
    response: json<observed.ObservedLayer>(observed.observedLayer),
    revisioned: false,
    errors: ofObserved,
  }),
  'GET /api/clusters/{cluster}/observed-list': endpoint({
    summary: 'All observed edges beside what is allowed as a file, as far as the filter leaves them.',
    params: cluster,
    query: observed.observedListQuery,
    response: { type: 'application/octet-stream' },
    revisioned: false,
    errors: ofObserved,
  }),
  'GET /api/clusters/{cluster}/narrowing': endpoint({
    summary:
      'Permissions that nobody was seen to use, by workload, and for one workload the policies that keep what was observed, with their effect.',
    params: cluster,
    query: query.extend(narrowing.narrowingQuery.shape),
    response: json<narrowing.NarrowingView>(narrowing.narrowingView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/trail': endpoint({
    summary: 'The audit trail of the data folder, newest lines first.',
    params: none,
    /** `cluster`: only lines of that cluster. */
    query: z.object({ ...snapshots.pageQuery, cluster: name.optional() }),
    response: json<snapshots.AuditTrail>(snapshots.auditTrail),
    revisioned: false,
    errors: ofStore,
  }),
  'POST /api/trail/export': endpoint({
    summary: 'Takes the whole audit trail away as NDJSON; its last line is about that.',
    params: none,
    query: none,
    body: snapshots.exportBody,
    response: { type: 'application/x-ndjson' },
    revisioned: false,
    errors: ofStoreChange,
  }),
  'POST /api/uploads': endpoint({
    summary: 'Opens a file of Kubernetes objects as a new cluster. The body is the file itself.',
    params: none,
    query: z.object({ name: z.string().min(1).max(255) }),
    body: 'bytes',
    response: json<api.ClusterListItem>(schemas.clusterListItem),
    revisioned: false,
    errors: ['FORBIDDEN_ORIGIN', 'TOO_LARGE', 'TOO_MANY_REQUESTS', 'UNREADABLE_INPUT', 'NOTHING_KUBERNETES'],
  }),
  'POST /api/examples': endpoint({
    summary: 'Opens an example that ships with the documents, with its DataMap, as a cluster of its own.',
    params: none,
    query: none,
    body: z.object({ example: z.enum(['well-isolated']) }),
    response: json<api.ClusterListItem>(schemas.clusterListItem),
    revisioned: false,
    errors: [...ofChange, 'UNREADABLE_INPUT'],
  }),
  'POST /api/connect': endpoint({
    summary: 'Opens a context of the kubeconfig that was there at start.',
    params: none,
    query: none,
    body: z.object({ context: name }),
    response: json<api.ClusterListItem>(schemas.clusterListItem),
    revisioned: false,
    errors: ofChange,
  }),
  'POST /api/session': endpoint({
    summary: 'Exchanges the token of the printed link for a cookie.',
    params: none,
    query: none,
    body: z.object({ token: z.string().max(512) }),
    response: json(schemas.health),
    revisioned: false,
    errors: ['FORBIDDEN_ORIGIN', 'NOT_SIGNED_IN'],
  }),
} as const;

export type EndpointKey = keyof typeof ENDPOINTS;
type EndpointOf<Key extends EndpointKey> = (typeof ENDPOINTS)[Key];

/** Path parameters and query as the handler receives them: parsed, defaults filled in. */
export type EndpointInput<Key extends EndpointKey> = z.output<EndpointOf<Key>['params']> &
  z.output<EndpointOf<Key>['query']>;
/** An endpoint without path parameters, or without a query: zod's empty object would forbid every key, those of the query too. */
type ParamsOf<Key extends EndpointKey> = string extends keyof z.output<EndpointOf<Key>['params']>
  ? unknown
  : z.output<EndpointOf<Key>['params']>;
type QueryOf<Key extends EndpointKey> = string extends keyof z.output<EndpointOf<Key>['query']>
  ? object
  : Partial<{ [Name in keyof z.output<EndpointOf<Key>['query']>]: z.output<EndpointOf<Key>['query']>[Name] }>;
/** Path parameters and query as a caller writes them. */
export type EndpointArguments<Key extends EndpointKey> = ParamsOf<Key> & QueryOf<Key>;
export type EndpointBody<Key extends EndpointKey> =
  EndpointOf<Key> extends { readonly body?: infer Body } ? (Body extends z.ZodType ? z.output<Body> : never) : never;
/** A body as a caller writes it: before defaults and conversions. */
export type EndpointSent<Key extends EndpointKey> =
  EndpointOf<Key> extends { readonly body?: infer Body } ? (Body extends z.ZodType ? z.input<Body> : never) : never;
export type EndpointOutput<Key extends EndpointKey> =
  EndpointOf<Key>['response'] extends EndpointResponse<infer Output> ? Output : never;
