/** The server itself: its clusters, what is opened, who may ask, the audit trail. */
import { z } from 'zod';
import { clusterList, clusterListItem, health } from '../cluster-schemas.ts';
import type { ClusterList, ClusterListItem } from '../cluster-types.ts';
import type { ErrorCode } from '../errors.ts';
import * as snapshots from '../snapshot-schemas.ts';
import { cluster, endpoint, json, name, none, ofStore, ofStoreChange } from './endpoint.ts';

const ofChange: readonly ErrorCode[] = ['BAD_REQUEST', 'FORBIDDEN_ORIGIN', 'NOT_FOUND'];

export const SERVER_ENDPOINTS = {
  'GET /api/health': endpoint({
    summary: 'The process answers.',
    params: none,
    query: none,
    response: json(health),
    revisioned: false,
    errors: [],
  }),
  'GET /api/ready': endpoint({
    summary: 'Every cluster that can be read has its first analysis; 503 until then.',
    params: none,
    query: none,
    response: json(health),
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
    response: json<ClusterList>(clusterList),
    revisioned: false,
    errors: [],
  }),
  'GET /api/clusters/{cluster}': endpoint({
    summary: 'One cluster: name, source, newest revision.',
    params: cluster,
    query: none,
    response: json<ClusterListItem>(clusterListItem),
    revisioned: false,
    errors: ['NOT_FOUND'],
  }),
  'DELETE /api/clusters/{cluster}': endpoint({
    summary: 'Removes a cluster that was opened from the page.',
    params: cluster,
    query: none,
    response: json(health),
    revisioned: false,
    errors: ofChange,
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
    response: json<ClusterListItem>(clusterListItem),
    revisioned: false,
    errors: ['FORBIDDEN_ORIGIN', 'TOO_LARGE', 'TOO_MANY_REQUESTS', 'UNREADABLE_INPUT', 'NOTHING_KUBERNETES'],
  }),
  'POST /api/examples': endpoint({
    summary: 'Opens an example that ships with the documents, with its DataMap, as a cluster of its own.',
    params: none,
    query: none,
    body: z.object({ example: z.enum(['well-isolated']) }),
    response: json<ClusterListItem>(clusterListItem),
    revisioned: false,
    errors: [...ofChange, 'UNREADABLE_INPUT'],
  }),
  'POST /api/connect': endpoint({
    summary: 'Opens a context of the kubeconfig that was there at start.',
    params: none,
    query: none,
    body: z.object({ context: name }),
    response: json<ClusterListItem>(clusterListItem),
    revisioned: false,
    errors: ofChange,
  }),
  'POST /api/session': endpoint({
    summary: 'Exchanges the token of the printed link for a cookie.',
    params: none,
    query: none,
    body: z.object({ token: z.string().max(512) }),
    response: json(health),
    revisioned: false,
    errors: ['FORBIDDEN_ORIGIN', 'NOT_SIGNED_IN'],
  }),
} as const;
