import { z } from 'zod';
import { count, list, strings } from './basic-schemas.ts';
import { classification, severity, worst } from './class-schemas.ts';
import { revision } from './cluster-schemas.ts';
import {
  changed,
  direction,
  isolated,
  isolation,
  labels,
  policyRef,
  reasons,
  relation,
  verdict,
} from './engine-schemas.ts';
import type { PackedPodView } from './packed-pod-view.ts';
import type { EntryView, PodList } from './pod-types.ts';

z.config({ jitless: true });

const podItem = z.object({
  key: z.string(),
  namespace: z.string(),
  name: z.string(),
  workload: z.string(),
  phase: z.string(),
  addresses: strings,
  node: z.string().optional(),
  hostNetwork: z.boolean(),
  isolation,
  classification,
  gaps: worst,
  labels,
});

export const podList: z.ZodType<PodList> = z.object({
  revision,
  total: count,
  matched: count,
  undecided: count,
  items: list(podItem),
  nextOffset: count.optional(),
});

const podDirection = z.object({
  isolated,
  sentence: z.string(),
  reachable: z.object({ pods: count, of: count, depends: count }),
  groups: list(
    z.object({
      type: z.enum(['external', 'namespace']),
      name: z.string(),
      note: z.string().optional(),
      pods: count,
      peers: list(count),
    }),
  ),
  unreachable: z.object({ pods: count, workloads: count }),
});

const controller = z.discriminatedUnion('state', [
  z.object({ state: z.literal('known'), workloads: strings, name: z.string().optional() }),
  z.object({ state: z.literal('outside'), name: z.string() }),
  z.object({ state: z.literal('unknown'), name: z.string().optional() }),
]);

export const entryView: z.ZodType<EntryView> = z.object({
  sentence: z.string(),
  policies: z.string(),
  ask: z.object({ from: z.string(), to: z.string(), port: z.string().optional() }),
  via: z.enum([
    ...(['LoadBalancer', 'NodePort', 'externalIPs', 'hostPort', 'hostNetwork', 'Ingress'] as const),
    ...(['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const),
  ]),
  object: z.object({ kind: z.string(), namespace: z.string().optional(), name: z.string() }),
  path: z.string(),
  protocol: z.enum(['TCP', 'UDP', 'SCTP']),
  port: count.optional(),
  outsidePort: count.optional(),
  host: z.string().optional(),
  reach: z.enum(['internet', 'private', 'unknown']),
  sourceRanges: strings,
  source: z.enum(['client', 'may-be-rewritten', 'controller']),
  controller: controller.optional(),
  verdict,
  reasons,
  clients: strings,
});

export const packedPodView: z.ZodType<PackedPodView> = z.object({
  revision,
  pod: podItem.extend({
    ports: list(z.object({ protocol: z.string(), port: count, name: z.string().optional() })),
    changed,
    finished: z.boolean(),
  }),
  sentence: z.string(),
  tables: z.object({
    ends: list(
      z.object({
        type: z.enum(['internet', 'address', 'node']).optional(),
        id: z.string(),
        name: z.string().optional(),
        of: count,
        example: z.string(),
        about: count,
      }),
    ),
    about: list(z.object({ classification: classification.optional(), gaps: worst })),
    relations: list(z.object({ relation, label: z.string(), gap: severity.optional() })),
  }),
  ingress: podDirection,
  egress: podDirection,
  policies: list(z.object({ policy: policyRef, directions: list(direction), rules: count, changed })),
  otherPolicies: list(z.object({ policy: policyRef, because: z.string(), gaps: worst })),
  gapIds: strings,
  entries: list(entryView),
  entriesNotRead: strings,
});
