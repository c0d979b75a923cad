import { countAddresses, intersectRanges, normaliseRanges } from '#lib/policy/address-ranges.ts';
import { clientRanges } from '#lib/policy/address-reach.ts';
import type { Entry } from '#lib/policy/entry.ts';
import { type EntryVerdict, letsIn } from '#lib/policy/entry-verdict.ts';
import { entrySet } from '#lib/policy/exposure.ts';
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

/** The set E of gdpr.md §2.1 as the policies leave it, over the internet at large. */
export interface EnteredWorkloads {
  /** Let in for certain. */
  readonly must: ReadonlySet<string>;
  /** These, and those where it depends or where nobody can tell from where they are reached. */
  readonly may: ReadonlySet<string>;
}

const asked = new WeakMap<PolicyModel, Map<string, readonly AskedEntry[]>>();
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
    ways = (entrySet(model).byWorkload.get(workload) ?? []).flatMap((entry) => {
      const answer = letsIn(model, entry);
      return answer.verdict === 'deny' ? [] : [{ entry, answer, origin: originOf(model, entry, answer) }];
    });
    known.set(workload, ways);
  }
  return ways;
}

export function enteredWorkloads(context: Pick<CheckContext, 'model'>): EnteredWorkloads {
  let found = entered.get(context.model);
  if (found === undefined) {
    const [must, may] = [new Set<string>(), new Set<string>()];
    for (const workload of entrySet(context.model).byWorkload.keys()) {
      const ways = waysInto(context, workload).filter(({ origin }) => origin === 'internet' || origin === 'unknown');
      if (ways.some(isCertain)) must.add(workload);
      if (ways.length > 0) may.add(workload);
    }
    found = { must, may };
    entered.set(context.model, found);
  }
  return found;
}

/**
 * The workloads that connections from the internet arrive at: of an entry through a proxy of the cluster that proxy, so
 * that the way from it to what is behind it is a connection of its own.
 */
export function arrivedAt(context: Pick<CheckContext, 'model'>, side: 'must' | 'may'): ReadonlySet<string> {
  const first = new Set<string>();
  for (const workload of enteredWorkloads(context)[side]) {
    for (const way of waysInto(context, workload)) {
      if (way.origin === 'named' || way.origin === 'private' || (side === 'must' && !isCertain(way))) continue;
      const { controller } = way.entry;
      for (const each of controller?.state === 'known' ? way.answer.clients : [workload]) first.add(each);
    }
  }
  return first;
}

/** Whether somebody gets in this way for certain, and it is known from where. */
export function isCertain({ answer, origin }: AskedEntry): boolean {
  return answer.verdict === 'allow' && origin !== 'unknown';
}

/** The way from the internet that is told of a workload it gets into: one that is certain before others. */
export function wayInto(
  context: Pick<CheckContext, 'model'>,
  workload: string,
  side: 'must' | 'may',
): AskedEntry | undefined {
  const ways = waysInto(context, workload).filter(({ origin }) => origin === 'internet' || origin === 'unknown');
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
