import { type Cidr, parseCidr } from '#lib/policy/address.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import type { FlowWindow } from '../flow-row.ts';
import { ANY_PROTOCOL, type JoinedEdge, type ObservedTraffic } from '../observed.ts';
import type { JudgeInTime } from './contradiction-reasons.ts';
import { coverageOfWorkloads } from './coverage-of-workload.ts';
import { coverageShares } from './coverage-share.ts';
import { type JoinEnd, parseEnd } from './end-of-flow.ts';
import { getOr } from './get-or.ts';
import { protocolName } from './judge-pair.ts';
import { type Permission, permissionsOf } from './permissions.ts';
import { workloadsBehind } from './workloads-behind.ts';

/** From so much of the window on, what was not seen was not used (traffic.md §2.6). */
export const ENOUGH_SEEN = 0.95;

export interface JoinedPermissions {
  /** Permissions that nothing was seen to use. */
  readonly rows: readonly JoinedEdge[];
  readonly permitted: number;
  readonly permittedUsed: number;
  readonly open: { readonly out: number; readonly in: number };
}

/**
 * Permissions beside what was seen: those that nothing used, with how much was observed. What was not allowed yet could
 * not be used: only the time since then counts as observed.
 * @param judges the policies that were in force one after the other; the last are those of the model.
 */
export function joinPermissions(
  model: PolicyModel,
  observed: ObservedTraffic,
  seen: readonly JoinedEdge[],
  judges: readonly JudgeInTime[],
): JoinedPermissions {
  const { all, open } = permissionsOf(model);
  const use = usesOf(model, seen);
  const coverage = coverageOfWorkloads(
    model,
    observed.window,
    coverageShares(observed.window, observed.coverage, observed.complete),
  );
  // whoever is seen by samples, or without room for all, may have been used unseen
  const isWhole = observed.leftOut === 0 && observed.edges.every(({ sampling }) => sampling === 1);
  const rows: JoinedEdge[] = [];
  for (const permission of all) {
    const used = use(permission);
    if (used === 'yes') continue;
    const { from, to, port, protocol, ports } = permission;
    const most = shareSince(allowedSince(permission, judges), observed.window);
    const covered = {
      from: Math.min(most, outsideOr(from, coverage)),
      to: Math.min(most, outsideOr(to, coverage)),
    };
    const isEnough = covered.from >= ENOUGH_SEEN && covered.to >= ENOUGH_SEEN;
    const state = used === 'no' && isWhole && isEnough ? 'unused' : 'not-enough-seen';
    rows.push({
      key: `${from} ${to} ${port ?? portsKey(ports)} ${protocol} ${state}`,
      ...{ from, to, port, protocol, ports, state, decisions: [], reasons: [], covered },
      ...(used === 'perhaps' || !isWhole ? { perhapsUsed: true as const } : {}),
    });
  }
  return { rows, permitted: all.length, permittedUsed: all.length - rows.length, open };
}

/** Since when it is allowed without a break, as far as is known. */
function allowedSince({ from, to, port, protocol, ports }: Permission, judges: readonly JudgeInTime[]): number {
  let since = Number.NEGATIVE_INFINITY;
  const one = port ?? ports.TCP[0]?.[0] ?? ports.UDP[0]?.[0] ?? ports.SCTP[0]?.[0] ?? null;
  const of = protocol === ANY_PROTOCOL ? TCP : protocol;
  for (let at = judges.length - 2; at >= 0; at--) {
    const earlier = judges[at] as JudgeInTime;
    if (earlier.judge.allowed(from, to, one, of) === true) continue;
    since = (judges[at + 1] as JudgeInTime).since;
    break;
  }
  return since;
}

const TCP = 6;

function shareSince(since: number, { from, to }: FlowWindow): number {
  return since <= from || to <= from ? 1 : Math.max(0, (to - since) / (to - from));
}

/** What is outside runs on no node: nothing of it needs to be observed. */
function outsideOr(end: string, coverage: (workload: string) => number): number {
  return end.startsWith('ip:') ? 1 : coverage(end);
}

function portsKey(ports: PortsJson): string {
  return Object.values(ports)
    .flat()
    .map((range) => range.join('-'))
    .join(',');
}

type Used = 'yes' | 'no' | 'perhaps';

/**
 * Whether something seen used a permission. `perhaps`: something was seen that may have, since one of its ends, its port
 * or its direction is not known.
 */
function usesOf(model: PolicyModel, seen: readonly JoinedEdge[]): (permission: Permission) => Used {
  const out = new Map<string, FromOne>();
  /** Seen from somebody who is no workload, by the other end. */
  const into = new Map<string, LooseEdge[]>();
  const ends = new Map<string, JoinEnd>();
  const endOf = (text: string) => getOr(ends, text, () => parseEnd(text));
  for (const edge of seen) {
    if (edge.state === 'denied') continue; // nothing got through
    const { from, to } = edge;
    const known = getOr(out, from, (): FromOne => ({ to: new Map(), loose: [] }));
    getOr(known.to, to, (): JoinedEdge[] => []).push(edge);
    const [source, target] = [endOf(from), endOf(to)];
    if (target.type !== 'workload') known.loose.push({ edge, end: target });
    if (source.type !== 'workload') getOr(into, to, (): LooseEdge[] => []).push({ edge, end: source });
  }
  const backends = new Map<string, ReadonlySet<string>>();
  const behind = (service: string) => getOr(backends, service, () => workloadsBehind(model, service));
  return (permission) => {
    const { from, to } = permission;
    let perhaps = false;
    for (const edge of out.get(from)?.to.get(to) ?? []) {
      const fits = fitsPorts(permission, edge);
      if (fits && isPassed(edge) && edge.port !== null) return 'yes';
      perhaps ||= fits;
    }
    for (const [loose = [], wanted] of [[out.get(from)?.loose, to] as const, [into.get(to), from] as const]) {
      const block = loose.length === 0 ? undefined : blockOf(wanted);
      for (const { edge, end } of loose) {
        if (!fitsPorts(permission, edge)) continue;
        const meant = means(end, wanted, block, behind);
        if (meant === 'yes' && isPassed(edge)) return 'yes';
        perhaps ||= meant !== 'no';
      }
    }
    // whoever began it is not known: it may be the way back
    perhaps ||= (out.get(to)?.to.get(from) ?? []).some(({ seen }) => seen?.directionUnknown === true);
    return perhaps ? 'perhaps' : 'no';
  };
}

/** Edges from one end, by the other, and those of them to somebody who is no workload. */
interface FromOne {
  readonly to: Map<string, JoinedEdge[]>;
  readonly loose: LooseEdge[];
}

interface LooseEdge {
  readonly edge: JoinedEdge;
  readonly end: JoinEnd;
}

/** Whether an end that is no workload is the end of a permission, a workload or a block. */
function means(
  end: JoinEnd,
  wanted: string,
  block: Cidr | undefined,
  behind: (service: string) => ReadonlySet<string>,
): Used {
  switch (end.type) {
    case 'unknown':
      return block === undefined ? 'perhaps' : 'no'; // an address of the pods' that nobody had
    case 'name':
      return block === undefined ? 'no' : 'perhaps';
    case 'service':
      return behind(end.key).has(wanted) ? 'perhaps' : 'no';
    case 'address':
      return block === undefined ? 'no' : overlapOf(block, end.block);
    default:
      return 'no';
  }
}

/** It got through, and who began it is known. */
function isPassed({ seen }: JoinedEdge): boolean {
  return seen?.verdict === 'allowed' && !seen.directionUnknown;
}

function fitsPorts({ ports, protocol }: Permission, edge: JoinedEdge): boolean {
  if (protocol === ANY_PROTOCOL) return true;
  const name = protocolName(edge.protocol);
  if (name === undefined) return false;
  const { port } = edge;
  if (port === null) return ports[name].length > 0;
  return ports[name].some(([first, last]) => first <= port && port <= last);
}

function blockOf(end: string): Cidr | undefined {
  return end.startsWith('ip:') ? parseCidr(end.slice('ip:'.length)) : undefined;
}

/** A network that lies in the block only in part may have been meant by something else. */
function overlapOf(block: Cidr, other: Cidr): Used {
  if (block.family !== other.family || other.last < block.first || block.last < other.first) return 'no';
  return block.first <= other.first && other.last <= block.last ? 'yes' : 'perhaps';
}
