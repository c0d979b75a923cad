/**
 * Answers as zod schemas: OpenAPI is generated from them, and a test holds real answers against them. Each is typed by
 * its interface in the `…-types.ts` beside it, so that the two cannot drift.
 */

import { z } from 'zod';
import { count, list, strings } from './basic-schemas.ts';
import type { ClusterList, ClusterListItem, ClusterSummary, Revision, SourceStatus } from './cluster-types.ts';
import { completeness } from './completeness-schema.ts';
import type { ErrorBody } from './error-types.ts';
import { profile } from './profile-schema.ts';

z.config({ jitless: true });

export const health = z.object({ status: z.literal('ok') });

export const revision: z.ZodType<Revision> = z.object({ seq: count, content: z.string() });

export const errorBody: z.ZodType<ErrorBody> = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    action: z.string(),
    detail: z.string().optional(),
    requestId: z.string(),
  }),
});

export const sourceType = z.enum(['live', 'file', 'demo']);

export const sourceState = z.enum(['reading', 'current', 'lost', 'failed']);

const sourceStatus: z.ZodType<SourceStatus> = z.object({
  type: sourceType,
  label: z.string(),
  state: sourceState,
  asOf: z.string().optional(),
  retryInSeconds: z.number().optional(),
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      detail: z.string().optional(),
      action: z.string().optional(),
    })
    .optional(),
  progress: list(z.object({ kind: z.string(), done: count, total: count.optional() })).optional(),
});

const listItem = z.object({ id: z.string(), name: z.string(), source: sourceStatus, revision: revision.optional() });

export const clusterListItem: z.ZodType<ClusterListItem> = listItem;

export const clusterList: z.ZodType<ClusterList> = z.object({
  clusters: list(listItem),
  contexts: strings,
  firstRun: z.boolean(),
  version: z.string(),
});

export const clusterSummary: z.ZodType<ClusterSummary> = listItem.extend({
  revision,
  taken: z.string(),
  profile,
  numbers: z.object({
    pods: count,
    namespaces: count,
    openToAnyPod: count,
    openToAnyPodDepends: count,
    gaps: count.optional(),
    atLeast: z.boolean(),
  }),
  gapsPending: z.literal(true).optional(),
  counts: z.object({ policies: count, workloads: count, services: count, nodes: count }),
  completeness,
  banners: list(z.object({ tone: z.enum(['note', 'warning', 'error']), code: z.string(), text: z.string() })),
  enforcement: z.string(),
  missingRbac: z.string().optional(),
});
