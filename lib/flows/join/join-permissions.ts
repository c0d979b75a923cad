import { getOr } from '#lib/get-or.ts';
import { type Address, type Cidr, parseAddress, parseCidr } from '#lib/policy/address.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { PROTOCOLS } from '#lib/policy/port-set.ts';
import type { Steps } from '#lib/policy/steps.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { ANY_PROTOCOL, type JoinedEdge, type ObservedTraffic } from '../observed.ts';
import { coverageOfWorkloads, shareSince } from './coverage-of-workload.ts';
import { coverageShares } from './coverage-share.ts';
import { type JoinEnd, parseEnd } from './end-of-flow.ts';
import { protocolName } from './judge-pair.ts';
import type { JudgesInTime } from './judges-in-time.ts';
import { NUMBERS, type Permission, permissionsOf } from './permissions.ts';
import { policiesSince } from './policy-times.ts';
import { workloadsBehind } from './workloads-behind.ts';

/** From so much of the window on, what was not seen was not used (traffic.md §2.6). */
export const ENOUGH_SEEN = 0.95;

/** So many are compared in a step. */
const STEP = 1_000;

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
 * @param judges the last are those of the model.
 */
export function* joinPermissions(
  model: PolicyModel,
  observed: ObservedTraffic,
  seen: readonly JoinedEdge[],
  judges: JudgesInTime,
): Steps<JoinedPermissions> {
  const { all, open } = permissionsOf(model);
  yield;
  const use = yield* usesOf(model, seen);
  const coverage = coverageOfWorkloads(
    model,
    observed.window,
    coverageShares(observed.window, observed.coverage, observed.complete, model.objects.nodes.keys()),
  );
  // whoever is seen by samples, or without room for all, may have been used unseen
  const isWhole = observed.leftOut === 0 && observed.edges.every(({ sampling }) => sampling === 1);
  const rows: JoinedEdge[] = [];
  for (const [index, permission] of all.entries()) {
    if (index % STEP === 0) yield;
    const used = use(permission);
    if (used === 'yes') continue;
    const { from, to, port, protocol, ports } = permission;
    const since = allowedSince(permission, judges, model);
    const most = shareSince(since, observed.window);
    const covered = {
      from: Math.min(most, outsideOr(from, coverage)),
      to: Math.min(most, outsideOr(to, coverage)),
    };
    const isEnough = covered.from >= ENOUGH_SEEN && covered.to >= ENOUGH_SEEN;
    const state = used === 'no' && isWhole && isEnough ? 'unused' : 'not-enough-seen';
    rows.push({
      key: `${from} ${to} ${port ?? portsKey(ports)} ${protocol} ${state}`,
      ...{ from, to, port, protocol, ports, state, decisions: [], reasons: [], covered },
      ...(since === Number.NEGATIVE_INFINITY ? {} : { allowedSince: since }),
      ...(used === 'perhaps' || !isWhole ? { perhapsUsed: true as const } : {}),
    });
  }
  return { rows, permitted: all.length, permittedUsed: all.length - rows.length, open };
}

/**
 * Since when it is allowed without a break, as far as is known: by the policies that were seen in force, by what those that
 * select an end say of themselves, and since its ends are who they are.
 */
function allowedSince(
  { from, to, port, protocol, ports }: Permission,
  judges: JudgesInTime,
  model: PolicyModel,
): number {
  const asked = port === null ? endsOfRanges(ports) : [[port, protocol] as const];
  const { all } = judges;
  const last = all
    .slice(0, -1)
    .findLastIndex(({ judge }) => asked.some(([one, of]) => judge.allowed(from, to, one, of) !== true));
  const seen = last < 0 ? undefined : all[last + 1]?.since;
  return Math.max(
    seen ?? Number.NEGATIVE_INFINITY,
    judges.changedAt(from, to),
    policiesSince(model, from),
    policiesSince(model, to),
  );
}

/** The first and the last port of each range: what was not allowed of a range as a whole seldom had both. */
function endsOfRanges(ports: PortsJson): readonly (readonly [port: number, protocol: number])[] {
  return PROTOCOLS.flatMap((name) =>
    ports[name].flatMap((range) => [...new Set(range)].map((port) => [port, NUMBERS[name]] as const)),
  );
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
function* usesOf(model: PolicyModel, seen: readonly JoinedEdge[]): Steps<(permission: Permission) => Used> {
  const out = new Map<string, FromOne>();
  /** Seen from somebody who is no workload, by the other end. */
  const into = new Map<string, LooseUse[]>();
  const ends = new Map<string, JoinEnd>();
  const endOf = (text: string) => getOr(ends, text, () => parseEnd(text));
  const note = (from: string, to: string, use: Use): void => {
    const known = getOr(out, from, (): FromOne => ({ to: new Map(), loose: [] }));
    getOr(known.to, to, (): Use[] => []).push(use);
    const [source, target] = [endOf(from), endOf(to)];
    if (target.type !== 'workload') known.loose.push({ use, end: target });
    if (source.type !== 'workload') getOr(into, to, (): LooseUse[] => []).push({ use, end: source });
  };
  for (const [index, edge] of seen.entries()) {
    if (index % STEP === STEP - 1) yield;
    if (edge.state === 'denied') continue; // nothing got through
    const { from, to, port, protocol } = edge;
    note(from, to, { port, protocol, isPassed: isPassed(edge) });
    // whoever began it is not known: it may be the way back, and then nobody told the port
    if (edge.seen?.directionUnknown) note(to, from, { port: null, protocol, isPassed: false });
  }
  const backends = new Map<string, ReadonlySet<string>>();
  const behind = (service: string) => getOr(backends, service, () => workloadsBehind(model, service));
  return (permission) => {
    const { from, to } = permission;
    let perhaps = false;
    for (const use of out.get(from)?.to.get(to) ?? []) {
      const fits = fitsPorts(permission, use);
      if (fits && use.isPassed && use.port !== null) return 'yes';
      perhaps ||= fits;
    }
    for (const [loose = [], wanted] of [[out.get(from)?.loose, to] as const, [into.get(to), from] as const]) {
      const block = loose.length === 0 ? undefined : blockOf(wanted);
      for (const { use, end } of loose) {
        if (!fitsPorts(permission, use)) continue;
        const meant = block === undefined ? meansWorkload(end, wanted, behind) : meansBlock(model, end, block);
        if (meant === 'yes' && use.isPassed) return 'yes';
        perhaps ||= meant !== 'no';
      }
    }
    return perhaps ? 'perhaps' : 'no';
  };
}

/** What something seen may have used. */
interface Use {
  readonly port: number | null;
  readonly protocol: number;
  /** It got through, and who began it is known. */
  readonly isPassed: boolean;
}

/** Uses by one end, by the other, and those of them to somebody who is no workload. */
interface FromOne {
  readonly to: Map<string, Use[]>;
  readonly loose: LooseUse[];
}

interface LooseUse {
  readonly use: Use;
  readonly end: JoinEnd;
}

/** Whether an end that is no workload may be a workload. Of a Service that is gone nobody knows who stood behind it. */
function meansWorkload(end: JoinEnd, workload: string, behind: (service: string) => ReadonlySet<string>): Used {
  switch (end.type) {
    case 'unknown':
      return 'perhaps'; // an address of the pods' that nobody had
    case 'service': {
      const workloads = behind(end.key);
      return workloads.size === 0 || workloads.has(workload) ? 'perhaps' : 'no';
    }
    default:
      return 'no';
  }
}

/**
 * Whether an end that is no workload lies in a block of addresses. Of a name, a Service and an unknown end nobody told
 * the address; a node may have been met under one that it does not name.
 */
function meansBlock({ objects }: PolicyModel, end: JoinEnd, block: Cidr): Used {
  switch (end.type) {
    case 'address':
      return overlapOf(block, end.block);
    case 'host': {
      const status = end.node === undefined ? undefined : objects.nodes.get(end.node)?.status;
      const own = (status?.addresses ?? []).flatMap(({ address }) => parseAddress(address) ?? []); // one may be a name
      const isInside = ({ family, value }: Address): boolean =>
        family === block.family && block.first <= value && value <= block.last;
      return own.length > 0 && own.every(isInside) ? 'yes' : 'perhaps';
    }
    case 'workload':
      return 'no';
    default:
      return 'perhaps';
  }
}

/** It got through, and who began it is known. */
function isPassed({ seen }: JoinedEdge): boolean {
  return seen?.verdict === 'allowed' && !seen.directionUnknown;
}

function fitsPorts({ ports, protocol }: Permission, use: Use): boolean {
  if (protocol === ANY_PROTOCOL) return true;
  const name = protocolName(use.protocol);
  if (name === undefined) return false;
  const { port } = use;
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
