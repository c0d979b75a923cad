import { parseAddress } from '#lib/policy/address.ts';
import type { Entry } from '#lib/policy/entry.ts';
import type { SingleEnd } from '#lib/policy/model.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { entrySentence } from '#lib/text/en/entries.ts';
import type { CheckContext } from './check.ts';
import { classEnd } from './ends.ts';
import { type AskedEntry, reachesEntry, waysInto } from './entered.ts';
import { servedToJson } from './served-ports.ts';
import type { WitnessHop } from './types.ts';
import { type HopEnd, witnessHop } from './witness.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/**
 * The hops of one way in, the object that opens it first among the reasons: the client and the pod; through a proxy of
 * the cluster also the proxy, and how the internet gets to that one, where it does for certain.
 */
export function entryHops(context: CheckContext, asked: AskedEntry, workload: WorkloadFacts): readonly WitnessHop[] {
  const { entry, answer } = asked;
  const ports = portsOf(entry);
  const verdict = answer.verdict === 'allow' ? 'allow' : 'depends';
  const proxy = proxyOf(context, asked);
  const from = proxy?.end ?? clientOf(context, asked);
  const to = { end: classEnd(proxy?.target ?? entry.classes[0] ?? 0), workload };
  const last = openedBy(entry, witnessHop(context, from, to, ports, verdict));
  if (proxy === undefined || asked.origin !== 'internet') return [last];
  const own = waysInto(context, proxy.workload.key).find(
    (way) => way.origin === 'internet' && way.answer.verdict === 'allow' && way.entry.source !== 'controller',
  );
  return own === undefined ? [last] : [...entryHops(context, own, proxy.workload), last];
}

interface Proxy {
  readonly end: HopEnd;
  readonly workload: WorkloadFacts;
  /** Class of the pods that it gets to. */
  readonly target: number;
}

/** A pod of the proxy that gets through: for certain where any does. */
function proxyOf(context: CheckContext, { entry, answer }: AskedEntry): Proxy | undefined {
  if (entry.controller?.state !== 'known') return undefined;
  for (const key of entry.controller.workloads) {
    const workload = context.workloads.get(key);
    for (const id of workload?.classes ?? []) {
      for (const target of entry.classes) {
        const relation = context.model.relation(classEnd(id), classEnd(target));
        if (!reachesEntry(answer.verdict === 'allow' ? relation.must : relation.may, entry)) continue;
        if (workload !== undefined) return { end: { end: classEnd(id), workload }, workload, target };
      }
    }
  }
  return undefined;
}

/** The internet where it gets in at large, else an address of those that do. */
function clientOf(context: CheckContext, { entry, answer, origin }: AskedEntry): HopEnd {
  const internet: HopEnd = { end: { type: 'internet' } };
  if (origin === 'internet' || entry.source === 'controller') return internet;
  const to = classEnd(entry.classes[0] ?? 0);
  const row = context.model
    .externalRows(to, 'ingress')
    .find(
      ({ label, relation }) =>
        answer.clients.includes(label) &&
        reachesEntry(answer.verdict === 'allow' ? relation.must : relation.may, entry),
    );
  const [range] = row?.ranges ?? [];
  const family = range === undefined ? undefined : parseAddress(range[0])?.family;
  if (range === undefined || family === undefined) return internet;
  const end: SingleEnd = { type: 'address', family, first: range[0], last: range[1] };
  return { end };
}

function portsOf({ protocol, port }: Entry): PortsJson {
  if (port !== undefined) return servedToJson([{ protocol, port }]);
  const none: PortsJson = { TCP: [], UDP: [], SCTP: [] };
  return { ...none, [protocol]: [[1, 65_535]] };
}

/** "Service crm/db (LoadBalancer, spec.type) port 5432, from the internet": what opens the way, before the rules. */
function openedBy(entry: Entry, hop: WitnessHop): WitnessHop {
  const { from, to, ports, verdict } = hop;
  return {
    ...{ from, to, ports, verdict },
    get because() {
      const opens = { gate: 'ingress', kind: 'rule', path: entry.path, text: entrySentence(entry) } as const;
      return [opens, ...hop.because];
    },
  };
}
