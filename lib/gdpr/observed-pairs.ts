import type { JoinedEdge } from '#lib/flows/observed.ts';
import type { CheckContext } from './check.ts';
import { isInScope, isPersonal, worstClass } from './data-class.ts';
import type { Classification } from './types.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** An end as `FlowRow` writes it, as far as the checks tell ends apart. */
export type ObservedEnd =
  | { readonly type: 'workload'; readonly workload: WorkloadFacts }
  /** Outside, by the name that it was asked for by. */
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'address'; readonly cidr: string }
  /** A node, a Service that stands for several, an end that nobody knew, a workload that is gone. */
  | { readonly type: 'other' };

export function observedEnd(context: CheckContext, end: string): ObservedEnd {
  if (end.startsWith('name:')) return { type: 'name', name: end.slice('name:'.length) };
  if (end.startsWith('ip:')) return { type: 'address', cidr: end.slice('ip:'.length) };
  const workload = context.workloads.get(end);
  return workload === undefined ? { type: 'other' } : { type: 'workload', workload };
}

export function isOutside(end: ObservedEnd): boolean {
  return end.type === 'name' || end.type === 'address';
}

/** An observed edge from the view of the end that matters more. */
export interface ObservedPair {
  readonly edge: JoinedEdge;
  readonly subject: WorkloadFacts;
  /** `ingress`: the subject is the server. */
  readonly direction: 'ingress' | 'egress';
  readonly other: ObservedEnd;
  /** The other end as the edge names it. */
  readonly otherId: string;
  readonly inScope: boolean;
}

/** The end that matters more is the subject; of equals the server. Undefined where no end is a workload. */
export function observedPair(context: CheckContext, edge: JoinedEdge): ObservedPair | undefined {
  const [from, to] = [observedEnd(context, edge.from), observedEnd(context, edge.to)];
  const [client, server] = [rankOf(context, from), rankOf(context, to)];
  const inScope = Math.max(client, server) >= IN_SCOPE;
  if (to.type === 'workload' && server >= client)
    return { edge, subject: to.workload, direction: 'ingress', other: from, otherId: edge.from, inScope };
  if (from.type === 'workload')
    return { edge, subject: from.workload, direction: 'egress', other: to, otherId: edge.to, inScope };
  return undefined;
}

const IN_SCOPE = 2;

/** P* without curated infrastructure, which has no data of its own. */
function rankOf(context: CheckContext, end: ObservedEnd): number {
  if (end.type !== 'workload') return 0;
  const { classification, noOwnData } = context.dataOf(end.workload);
  if (noOwnData !== undefined || !isInScope(classification)) return 1;
  return isPersonal(classification.dataClass) ? IN_SCOPE + 1 : IN_SCOPE;
}

/** The more sensitive of both ends. */
export function classOfPair(context: CheckContext, { subject, other }: ObservedPair): Classification {
  const own = context.classOf(subject);
  return other.type === 'workload' ? (worstClass([own, context.classOf(other.workload)]) ?? own) : own;
}

/**
 * The other end in a fingerprint. Addresses come and go, and clients outside are networks of people: all of one workload
 * are one.
 */
export function peerOfPair({ other, otherId }: Pick<ObservedPair, 'other' | 'otherId'>): string {
  if (other.type === 'address') return 'addresses-outside';
  return otherId.startsWith('host:') ? 'host' : otherId;
}
