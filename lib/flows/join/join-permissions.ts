import { type Cidr, parseCidr } from '#lib/policy/address.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { serviceBackends } from '#lib/policy/service-backends.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { ANY_PROTOCOL, type JoinedEdge, type ObservedTraffic } from '../observed.ts';
import { coverageOfWorkloads } from './coverage-of-workload.ts';
import { coverageShares } from './coverage-share.ts';
import { parseEnd } from './end-of-flow.ts';
import { protocolName } from './judge-pair.ts';
import { type Permission, permissionsOf } from './permissions.ts';

/** From so much of the window on, what was not seen was not used (traffic.md §2.6). */
export const ENOUGH_SEEN = 0.95;

export interface JoinedPermissions {
  /** Permissions that nothing was seen to use. */
  readonly rows: readonly JoinedEdge[];
  readonly permitted: number;
  readonly open: { readonly out: number; readonly in: number };
}

/** Permissions beside what was seen: those that nothing used, with how much was observed. */
export function joinPermissions(
  model: PolicyModel,
  observed: ObservedTraffic,
  seen: readonly JoinedEdge[],
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
    const covered = { from: outsideOr(from, coverage), to: outsideOr(to, coverage) };
    const isEnough = covered.from >= ENOUGH_SEEN && covered.to >= ENOUGH_SEEN;
    const state = used === 'no' && isWhole && isEnough ? 'unused' : 'not-enough-seen';
    rows.push({
      key: `${from} ${to} ${port ?? portsKey(ports)} ${protocol} ${state}`,
      ...{ from, to, port, protocol, ports, state, decisions: [], reasons: [], covered },
      ...(used === 'perhaps' || !isWhole ? { perhapsUsed: true as const } : {}),
    });
  }
  return { rows, permitted: all.length, open };
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
  const byPair = new Map<string, JoinedEdge[]>();
  /** Seen with an address, a name, a Service or an unknown end, by the end that is a workload. */
  const loose = { from: new Map<string, JoinedEdge[]>(), to: new Map<string, JoinedEdge[]>() };
  const add = (map: Map<string, JoinedEdge[]>, key: string, edge: JoinedEdge): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [edge]);
    else list.push(edge);
  };
  for (const edge of seen) {
    if (edge.state === 'denied') continue; // nothing got through
    add(byPair, `${edge.from}\n${edge.to}`, edge);
    if (parseEnd(edge.to).type !== 'workload') add(loose.from, edge.from, edge);
    if (parseEnd(edge.from).type !== 'workload') add(loose.to, edge.to, edge);
  }
  const backends = new Map<string, ReadonlySet<string>>();
  const mayBe = (end: string, wanted: string): boolean => {
    const { type, ...rest } = parseEnd(end);
    if (type === 'unknown') return !wanted.startsWith('ip:');
    if (type === 'name') return wanted.startsWith('ip:');
    if (type !== 'service' || !('key' in rest)) return false;
    let known = backends.get(rest.key);
    if (known === undefined) {
      known = workloadsBehind(model, rest.key);
      backends.set(rest.key, known);
    }
    return known.has(wanted);
  };
  return (permission) => {
    const { from, to } = permission;
    let perhaps = false;
    for (const edge of byPair.get(`${from}\n${to}`) ?? []) {
      const fits = fitsPorts(permission, edge);
      if (fits && isPassed(edge) && edge.port !== null) return 'yes';
      perhaps ||= fits;
    }
    // whoever began it is not known: it may be the way back
    perhaps ||= (byPair.get(`${to}\n${from}`) ?? []).some(({ seen }) => seen?.directionUnknown === true);
    const block = blockOf(to) ?? blockOf(from);
    if (block !== undefined) {
      const isOut = blockOf(to) !== undefined;
      for (const edge of (isOut ? loose.from.get(from) : loose.to.get(to)) ?? []) {
        const there = blockOf(isOut ? edge.to : edge.from);
        if (there === undefined || !fitsPorts(permission, edge)) continue;
        const overlap = overlapOf(block, there);
        if (overlap === 'inside' && isPassed(edge)) return 'yes';
        perhaps ||= overlap !== 'none';
      }
    }
    perhaps ||= (loose.from.get(from) ?? []).some((edge) => mayBe(edge.to, to) && fitsPorts(permission, edge));
    perhaps ||= (loose.to.get(to) ?? []).some((edge) => mayBe(edge.from, from) && fitsPorts(permission, edge));
    return perhaps ? 'perhaps' : 'no';
  };
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

function overlapOf(block: Cidr, other: Cidr): 'inside' | 'some' | 'none' {
  if (block.family !== other.family || other.last < block.first || block.last < other.first) return 'none';
  return block.first <= other.first && other.last <= block.last ? 'inside' : 'some';
}

function workloadsBehind(model: PolicyModel, service: string): ReadonlySet<string> {
  try {
    const all = serviceBackends(model, service, undefined, undefined);
    return new Set(all.map(({ type, key }) => (type === 'pod' ? model.workloadOfPod(key) : key)));
  } catch {
    return new Set(); // no such Service, or nobody behind it now
  }
}
