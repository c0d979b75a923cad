/** The pods behind one peer of a pod, over HTTP: a list of peers names workloads, and its pods when somebody unfolds one. */
import { z } from 'zod';
import type { Classification } from '#lib/gdpr/types.ts';
import type { RelationJson } from '#lib/policy/types.ts';
import { count, list } from './basic-schemas.ts';
import { classification } from './class-schemas.ts';
import { revision } from './cluster-schemas.ts';
import type { Revision } from './cluster-types.ts';
import { relation } from './engine-schemas.ts';

z.config({ jitless: true });

export interface PeerPod {
  /** `ns/name` */
  readonly key: string;
  readonly node?: string;
  /** Index into `relations`. */
  readonly relation: number;
}
export interface PeerPods {
  readonly revision: Revision;
  readonly relations: readonly RelationJson[];
  readonly pods: readonly PeerPod[];
  /** Pods that are not listed. */
  readonly more: number;
}

export const peerPods: z.ZodType<PeerPods> = z.object({
  revision,
  relations: list(relation),
  pods: list(z.object({ key: z.string(), node: z.string().optional(), relation: count })),
  more: count,
});

const END_MAX = 2048;
/** `end`: a pod or workload; `peer`: a workload with which it may connect. */
export const peerPodsQuery = z.object({
  rev: z.coerce.number().int().nonnegative().optional(),
  end: z.string().min(1).max(END_MAX),
  direction: z.enum(['in', 'out']),
  peer: z.string().min(1).max(END_MAX),
});

/** A workload none or not all of whose pods may connect with a pod. */
export interface UnreachedPeer {
  /** `ns/Kind/name` */
  readonly workload: string;
  /** Of `of` pods those that may not. */
  readonly pods: number;
  readonly of: number;
  /** One of them, for "why not". */
  readonly example: string;
  readonly classification?: Classification;
}
export interface UnreachedPeers {
  readonly revision: Revision;
  readonly peers: readonly UnreachedPeer[];
  /** Workloads that are not listed. */
  readonly more: number;
}

export const unreachedPeers: z.ZodType<UnreachedPeers> = z.object({
  revision,
  peers: list(
    z.object({
      workload: z.string(),
      pods: count,
      of: count,
      example: z.string(),
      classification: classification.optional(),
    }),
  ),
  more: count,
});

export const unreachedPeersQuery = peerPodsQuery.omit({ peer: true });
