/** Who may reach whom, and why; policies; what a proposal would change. */
import { z } from 'zod';
import { type CompareView, compareQuery, compareView } from '../compare-schemas.ts';
import { connections, explainView, probeAnswers } from '../connection-schemas.ts';
import type { ConnectionsJson, ExplainView, ProbeAnswers } from '../connection-types.ts';
import { type ProposalAnswer, proposalAnswer, proposalBody } from '../diff-schemas.ts';
import * as hopsOf from '../hops-schemas.ts';
import type { PackedPodView } from '../packed-pod-view.ts';
import * as peersOf from '../peer-schemas.ts';
import { packedPodView, podList } from '../pod-schemas.ts';
import type { PodList } from '../pod-types.ts';
import { policyList, policyView } from '../policy-schemas.ts';
import type { PolicyList, PolicyView } from '../policy-types.ts';
import {
  type CandidateView,
  candidateView,
  type SimulationAnswer,
  simulationAnswer,
  simulationBody,
} from '../simulation-schemas.ts';
import { cluster, end, endpoint, filterText, json, NAME_MAX, name, ofCluster, query, rev } from './endpoint.ts';

const PAGE_MAX = 1000; // pods in one answer: about 500 kB of JSON
const PROBES_MAX = 10_000; // a few seconds of one core
const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');
const podsQuery = z.object({
  rev,
  q: filterText.optional(),
  namespace: name.optional(),
  only: z.literal('undecided').optional(),
  offset: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(200),
});

export const CONNECTION_ENDPOINTS = {
  'GET /api/clusters/{cluster}/pods': endpoint({
    summary: 'Pods, searched and paged.',
    params: cluster,
    query: podsQuery,
    response: json<PodList>(podList),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/pods/{namespace}/{name}': endpoint({
    summary: 'One pod: who can reach it, whom it can reach, the policies that select it.',
    params: cluster.extend({ namespace: name, name }),
    query,
    response: json<PackedPodView>(packedPodView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/workloads/{namespace}/{kind}/{name}': endpoint({
    summary: 'One workload as its pods see it: the first of its pods, or the workload itself where it has none.',
    params: cluster.extend({ namespace: name, kind: name, name }),
    query,
    response: json<PackedPodView>(packedPodView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/explain': endpoint({
    summary: 'Why one end may or may not connect to another: both gates, rule by rule.',
    params: cluster,
    /** Ends as the command line writes them; `port` is `TCP/8443` or `8443`. */
    query: z.object({ rev, from: end, to: end, port: z.string().max(64).optional() }),
    response: json<ExplainView>(explainView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/peer-pods': endpoint({
    summary: 'The pods of a workload that may connect with a pod, each with what it may use.',
    params: cluster,
    query: peersOf.peerPodsQuery,
    response: json<peersOf.PeerPods>(peersOf.peerPods),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/unreached-peers': endpoint({
    summary: 'The workloads with which a pod may not connect in one direction, each with a pod to ask why.',
    params: cluster,
    query: peersOf.unreachedPeersQuery,
    response: json<peersOf.UnreachedPeers>(peersOf.unreachedPeers),
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
    response: json<ProbeAnswers>(probeAnswers),
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
    response: json<ConnectionsJson>(connections),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/policies': endpoint({
    summary: 'The policies with what they select and open; isolation per namespace.',
    params: cluster,
    query,
    response: json<PolicyList>(policyList),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/policies/{kind}/{namespace}/{name}': endpoint({
    summary: 'One policy: its YAML, whom it selects, what each rule opens.',
    params: cluster.extend({ kind: name, namespace: name, name }),
    query,
    response: json<PolicyView>(policyView),
    revisioned: true,
    errors: ofCluster,
  }),
} as const;
