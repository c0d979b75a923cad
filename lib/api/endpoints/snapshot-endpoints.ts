/** Snapshots and their chain. */
import { z } from 'zod';
import * as snapshots from '../snapshot-schemas.ts';
import { cluster, endpoint, json, name, none, ofCluster, ofStore, ofStoreChange, query } from './endpoint.ts';

export const SNAPSHOT_ENDPOINTS = {
  'POST /api/clusters/{cluster}/snapshot': endpoint({
    summary: 'The compliance snapshot of one revision as a PDF with its evidence attached.',
    params: cluster,
    query,
    body: z.object({
      title: z.string().max(200).optional(),
      timeZone: snapshots.timeZone,
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
  'POST /api/clusters/{cluster}/exports': endpoint({
    summary: 'Writes into the audit trail that a file was saved from the page: its name and SHA-256.',
    params: cluster,
    query: none,
    body: snapshots.resultBody,
    response: json(snapshots.resultWritten),
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
    summary:
      'What a snapshot says against another: gaps, connections, classes, policies, entries of the DataMap, and what may have made each.',
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
} as const;
