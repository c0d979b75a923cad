import { getOr } from '#lib/get-or.ts';
import { countAddresses, intersectRanges, normaliseRanges } from '#lib/policy/address-ranges.ts';
import { clientRanges } from '#lib/policy/address-reach.ts';
import type { Entry } from '#lib/policy/entry.ts';
import { type EntryVerdict, letsIn } from '#lib/policy/entry-verdict.ts';
import { entrySet } from '#lib/policy/exposure.ts';
import { hostRepresentatives } from '#lib/policy/host-classes.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { hasPort, NO_PORTS, type PortSet } from '#lib/policy/port-set.ts';
import { ROUTABLE_COUNT, ROUTABLE_SPACE } from '#lib/policy/routable-space.ts';
import type { CheckContext } from './check.ts';
import { classEnd } from './ends.ts';

/**
 * From where somebody gets in this way: the internet at large; some of its addresses only, named by the load balancer
 * or by the rule; the network around the cluster; or nobody can tell.
 */
export type EntryOrigin = 'internet' | 'named' | 'private' | 'unknown';

/** A way in from outside with what the policies say of it. */
export interface AskedEntry {
  readonly entry: Entry;
  readonly answer: EntryVerdict;
  readonly origin: EntryOrigin;
}

/**
 * Workload → the classes of its pods that are entered, those on the host network by the one that stands for them: who
 * gets into some pods of a workload is not in those that a policy tells apart from them.
 */
export type EnteredPods = ReadonlyMap<string, ReadonlySet<number>>;

/** The set E of gdpr.md §2.1 as the policies leave it, over the internet at large. */
export interface EnteredWorkloads {
  /** Let in for certain. */
  readonly must: EnteredPods;
  /** These, and those where it depends or where nobody can tell from where they are reached. */
  readonly may: EnteredPods;
}

const asked = new WeakMap<PolicyModel, Map<string, readonly AskedEntry[]>>();
const byClass = new WeakMap<PolicyModel, Map<string, ReadonlyMap<number, readonly AskedEntry[]>>>();
const entered = new WeakMap<PolicyModel, EnteredWorkloads>();

/** The ways into a workload (`ns/Kind/name`) that the policies do not close. Asked once for each revision. */
export function waysInto({ model }: Pick<CheckContext, 'model'>, workload: string): readonly AskedEntry[] {
  let known = asked.get(model);
  if (known === undefined) {
    known = new Map();
    asked.set(model, known);
  }
  let ways = known.get(workload);
  if (ways === undefined) {
    ways = (entrySet(model).byWorkload.get(workload) ?? []).flatMap((entry) => ask(model, entry) ?? []);
    known.set(workload, ways);
  }
  return ways;
}

function ask(model: PolicyModel, entry: Entry): AskedEntry | undefined {
  const answer = letsIn(model, entry);
  return answer.verdict === 'deny' ? undefined : { entry, answer, origin: originOf(model, entry, answer) };
}

/** Class → the ways by which the internet gets, or may get, into its pods: each asked of these alone. */
function internetWays(
  context: Pick<CheckContext, 'model'>,
  workload: string,
): ReadonlyMap<number, readonly AskedEntry[]> {
  const { model } = context;
  return getOr(
    getOr(byClass, model, () => new Map()),
    workload,
    () => {
      const found = new Map<number, AskedEntry[]>();
      const representatives = hostRepresentatives(model);
      for (const way of waysInto(context, workload)) {
        const groups = Map.groupBy(way.entry.classes, (id) => representatives[id] ?? id);
        for (const [classId, classes] of groups) {
          const part = groups.size === 1 ? way : ask(model, { ...way.entry, classes });
          if (part?.origin === 'internet' || part?.origin === 'unknown')
            getOr(found, classId, (): AskedEntry[] => []).push(part);
        }
      }
      return found;
    },
  );
}

export function enteredWorkloads(context: Pick<CheckContext, 'model'>): EnteredWorkloads {
  let found = entered.get(context.model);
  if (found === undefined) {
    const [must, may] = [new Map<string, Set<number>>(), new Map<string, Set<number>>()];
    for (const workload of entrySet(context.model).byWorkload.keys()) {
      for (const [classId, ways] of internetWays(context, workload)) {
        if (ways.some(isCertain)) getOr(must, workload, () => new Set<number>()).add(classId);
        getOr(may, workload, () => new Set<number>()).add(classId);
      }
    }
    found = { must, may };
    entered.set(context.model, found);
  }
  return found;
}

/**
 * The pods that connections from the internet arrive at: of an entry through a proxy of the cluster those of that proxy,
 * so that the way from it to what is behind it is a connection of its own.
 */
export function arrivedAt(context: Pick<CheckContext, 'model'>, side: 'must' | 'may'): EnteredPods {
  const { model } = context;
  const representatives = hostRepresentatives(model);
  const first = new Map<string, Set<number>>();
  const arrive = (workload: string, classId: number): void => {
    getOr(first, workload, () => new Set<number>()).add(representatives[classId] ?? classId);
  };
  for (const workload of enteredWorkloads(context)[side].keys()) {
    for (const [classId, ways] of internetWays(context, workload)) {
      for (const way of ways) {
        if (side === 'must' && !isCertain(way)) continue;
        if (way.entry.controller?.state !== 'known') arrive(workload, classId);
        else
          for (const proxy of way.answer.clients)
            for (const id of model.classesOfWorkload(proxy).keys()) arrive(proxy, id);
      }
    }
  }
  return first;
}

/** Whether somebody gets in this way for certain, and it is known from where. */
export function isCertain({ answer, origin }: AskedEntry): boolean {
  return answer.verdict === 'allow' && origin !== 'unknown';
}

/**
 * The way from the internet that is told of a workload it gets into: one that is certain before others.
 * @param classId into the pods of this class; absent: into any.
 */
export function wayInto(
  context: Pick<CheckContext, 'model'>,
  workload: string,
  side: 'must' | 'may',
  classId?: number,
): AskedEntry | undefined {
  const ofClass = internetWays(context, workload);
  const ways = classId === undefined ? [...ofClass.values()].flat() : (ofClass.get(classId) ?? []);
  return ways.find(isCertain) ?? (side === 'may' ? ways[0] : undefined);
}

/** The proxy of the cluster that a way leads through (`ns/Kind/name`): an end of connections, and so of cuts. */
export function proxyOn(way: AskedEntry | undefined): string | undefined {
  return way?.entry.controller?.state === 'known' ? way.answer.clients[0] : undefined;
}

/** What of a relation an entry leads to: its port, or any where none is known. */
export function reachesEntry(ports: PortSet, { protocol, port }: Pick<Entry, 'protocol' | 'port'>): boolean {
  return port === undefined ? ports !== NO_PORTS : hasPort(ports, protocol, port);
}

function originOf(model: PolicyModel, entry: Entry, { verdict }: EntryVerdict): EntryOrigin {
  if (entry.reach !== 'internet') return entry.reach;
  if (!mayBeNearlyAll(clientRanges(entry.sourceRanges))) return 'named';
  if (entry.source === 'controller') return 'internet';
  // Of the internet itself, not of an address that a rule singles out.
  const atLarge = entry.classes.some((id) => {
    const relation = model.relation({ type: 'internet' }, classEnd(id));
    return reachesEntry(verdict === 'allow' ? relation.must : relation.may, entry);
  });
  return atLarge ? 'internet' : 'named';
}

/** In hundredths, as EGR-001 counts the internet. */
const NEARLY_ALL = 95n;

function mayBeNearlyAll(clients: ReturnType<typeof clientRanges>): boolean {
  if (clients === undefined || clients === 'unread') return true;
  return (['IPv4', 'IPv6'] as const).some((family) => {
    const ranges = normaliseRanges(clients.filter((cidr) => cidr.family === family));
    const covered = countAddresses(intersectRanges(ranges, ROUTABLE_SPACE[family]));
    return covered * 100n > ROUTABLE_COUNT[family] * NEARLY_ALL;
  });
}
