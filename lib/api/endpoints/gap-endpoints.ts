/** Checks, gaps, waivers, and the classes of data. */
import { z } from 'zod';
import { type CheckList, type CheckView, checkList, checkView } from '../check-schemas.ts';
import { type DataMapAnswer, type DataOverview, dataMapAnswer, dataMapBody, dataView } from '../data-schemas.ts';
import { gapEffect, gapList, gapView } from '../gap-schemas.ts';
import type { GapEffect, GapList, GapView } from '../gap-types.ts';
import { type WaiverList, waiverBody, waiverList, withdrawQuery } from '../waiver-schemas.ts';
import { cluster, endpoint, json, name, ofCluster, query, rev } from './endpoint.ts';

export const GAP_ENDPOINTS = {
  'GET /api/clusters/{cluster}/gaps': endpoint({
    summary: 'All gaps as lists show them, and the counts of every check.',
    params: cluster,
    query,
    response: json<GapList>(gapList),
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
    response: json<GapView>(gapView),
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
    response: json<GapEffect>(gapEffect),
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
} as const;
