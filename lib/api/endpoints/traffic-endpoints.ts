/** Observed traffic. */
import type { ErrorCode } from '../errors.ts';
import * as narrowing from '../narrowing-schemas.ts';
import * as observed from '../observed-schemas.ts';
import * as traffic from '../traffic-schemas.ts';
import { cluster, endpoint, json, none, ofCluster, query } from './endpoint.ts';

const ofTraffic: readonly ErrorCode[] = ['BAD_REQUEST', 'NOT_FOUND', 'USAGE', 'DAMAGED', 'TIMED_OUT', 'WORKER_LOST'];
const ofObserved: readonly ErrorCode[] = [...ofCluster, 'USAGE', 'DAMAGED', 'TIMED_OUT'];

export const TRAFFIC_ENDPOINTS = {
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
} as const;
