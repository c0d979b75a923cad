import { hostRepresentatives } from '#lib/policy/host-classes.ts';
import { NO_PORTS, portsJson } from '#lib/policy/port-set.ts';
import type { DependsReason, PortsJson } from '#lib/policy/types.ts';
import { EGR_007 } from '#lib/text/en/checks/egr.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { closeOutside } from '../close-outside.ts';
import { isInScope } from '../data-class.ts';
import { egressGateways } from '../egress-gateways.ts';
import { egressTargets } from '../egress-targets.ts';
import { classEnd } from '../ends.ts';
import { pastGateway, WAY_OUT_EXPOSURE } from '../gateway-bypass.ts';
import { isHostDoubtOnly } from '../host-doubt.ts';
import { nodePairs, type PodEnd } from '../node-pairs.ts';
import { outsideReach } from '../outside-reach.ts';
import type { ReachingWorkloads } from '../reaching-workloads.ts';
import { isResolver } from '../resolvers.ts';
import { withinServed } from '../served-ports.ts';
import { deriveSeverity } from '../severity.ts';
import type { Gap } from '../types.ts';
import { type WebReach, webReach } from '../web-reach.ts';
import { witnessHop } from '../witness.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

/**
 * A way out that is not the direct one (gdpr.md §3, EGR-007): (a) through a workload that may connect to nearly every
 * address, where the direct way is closed in the sense of EGR-001; (b) directly, past a declared egress gateway.
 * A resolver is no relay: it is the `dns` of the model, and everybody needs it. A relay that is declared as `relay: data`
 * is accepted.
 */
export const egr007: Check = {
  id: 'EGR-007',
  looksAt: 'pods',
  run: (context) => {
    const gateways = egressGateways(context);
    const relays = findRelays(context, gateways.workloads);
    const gaps: Gap[] = [];
    const notEvaluated = gateways.missing.map(EGR_007.noSuchGateway);
    let passed = 0;
    let notApplicable = 0;
    for (const workload of context.workloads.values()) {
      if (!isInScope(context.classOf(workload)) || gateways.workloads.has(workload)) {
        notApplicable++;
        continue;
      }
      const direct = directWay(context, workload);
      const relay = direct === 'closed' ? throughRelay(context, workload, relays) : undefined;
      const found = [
        relay === undefined || isHostDoubt(relay) ? undefined : relayGap(context, workload, relays, relay),
        gateways.workloads.size > 0 ? pastGateway(context, workload, [...gateways.workloads]) : undefined,
      ].filter((gap) => gap !== undefined);
      gaps.push(...found);
      if (direct === 'unknown') notEvaluated.push(EGR_007.directUnknown(workload.key));
      else if (relay !== undefined && isHostDoubt(relay))
        notEvaluated.push(EGR_007.hostNetwork(workload.key, relay.relay.workload.key));
      else if (found.length === 0) passed++;
    }
    return { gaps, passed, notApplicable, notEvaluated };
  },
};

interface Relay {
  readonly workload: WorkloadFacts;
  readonly reach: WebReach;
  readonly certain: boolean;
}

/** Of a class: which of its workloads may connect to nearly every address. */
type Relays = (classId: number) => readonly Relay[];

/** Asked class by class: of most clusters only a few are open to anybody whose direct way is closed. */
function findRelays(context: CheckContext, gateways: ReadonlySet<WorkloadFacts>): Relays {
  const known = new Map<number, readonly Relay[]>();
  const representatives = hostRepresentatives(context.model);
  const isRelay = (workload: WorkloadFacts): boolean =>
    workload.count > 0 && !gateways.has(workload) && !isResolver(workload) && context.dataOf(workload).relay !== 'data';
  return (id) => {
    let relays = known.get(id);
    if (relays === undefined) {
      // Of classes on the host network that differ by their node only one is asked.
      const asked = representatives[id] ?? id;
      const sure = webReach(context, asked, 'must');
      const reach = sure ?? webReach(context, asked, 'may');
      const workloads = reach === undefined ? [] : (context.workloadsOfClass.get(id) ?? []).filter(isRelay);
      relays =
        reach === undefined ? [] : workloads.map((workload) => ({ workload, reach, certain: sure !== undefined }));
      known.set(id, relays);
    }
    return relays;
  };
}

function directWay(context: CheckContext, { classes }: WorkloadFacts): 'open' | 'closed' | 'unknown' {
  if (classes.some((id) => webReach(context, id, 'must') !== undefined)) return 'open';
  return classes.some((id) => webReach(context, id, 'may') !== undefined) ? 'unknown' : 'closed';
}

interface RelayHit {
  readonly certain: boolean;
  readonly from: PodEnd;
  readonly to: PodEnd;
  readonly relay: Relay;
  readonly ports: PortsJson;
  readonly reasons: readonly DependsReason[];
}

/** Relays that a workload can connect to, one after the other; of their ports those that they serve are told, where some are open. */
function* relayHits(context: CheckContext, workload: WorkloadFacts, relays: Relays): Generator<RelayHit> {
  for (const { from, to, relay } of relayPairs(context, workload, relays)) {
    const { must, may, reasons } = context.model.relation(from, to);
    if (may === NO_PORTS) continue;
    const open = must === NO_PORTS ? may : must;
    const ports = withinServed(open, relay.workload.served) ?? portsJson(open);
    yield { certain: must !== NO_PORTS && relay.certain, from, to, relay, ports, reasons };
  }
}

/** Whom it may perhaps connect to, class by class, then who shares a node with one of its pods. */
function* relayPairs(
  context: CheckContext,
  workload: WorkloadFacts,
  relays: Relays,
): Generator<Pick<RelayHit, 'from' | 'to' | 'relay'>, void, undefined> {
  for (const id of workload.classes) {
    for (const target of egressTargets(context, id)) {
      for (const relay of relays(target))
        if (relay.workload !== workload) yield { from: classEnd(id), to: classEnd(target), relay };
    }
  }
  for (const { own, other, workload: owner } of nodePairs(context, workload)) {
    const relay = relays(other.class).find((each) => each.workload === owner);
    if (relay !== undefined) yield { from: own, to: other, relay };
  }
}

/** The first that is certain, else one that a policy could settle, else any. */
function throughRelay(context: CheckContext, workload: WorkloadFacts, relays: Relays): RelayHit | undefined {
  let hit: RelayHit | undefined;
  for (const each of relayHits(context, workload, relays)) {
    if (each.certain) return each;
    if (hit === undefined || (isHostDoubt(hit) && !isHostDoubt(each))) hit = each;
  }
  return hit;
}

function isHostDoubt({ certain, relay, reasons }: RelayHit): boolean {
  return !certain && relay.workload.hostNetwork && isHostDoubtOnly(reasons);
}

function relayGap(context: CheckContext, workload: WorkloadFacts, relays: Relays, hit: RelayHit): Gap | undefined {
  const classification = context.classOf(workload);
  const { certain, from, to, relay, ports, reasons } = hit;
  const { family } = relay.reach;
  const severity = deriveSeverity({
    ...classification,
    exposure: WAY_OUT_EXPOSURE,
    exposedBy: EGR_007.exposedByRelay,
    upTo: !certain,
  });
  if (severity === undefined) return undefined;
  const middle = { end: to, workload: relay.workload };
  const verdict = certain ? 'allow' : 'depends';
  const out = witnessHop(
    context,
    middle,
    { end: { type: 'internet', family } },
    portsJson(relay.reach.ports),
    relay.certain ? 'allow' : 'depends',
  );
  const peers = relaysOf(context, workload, relays, certain);
  const { key } = relay.workload;
  return buildGap(context, {
    check: 'EGR-007',
    result: certain ? 'FAIL' : 'UNKNOWN',
    severity,
    title: EGR_007.titleRelay(workload.name, key, !certain),
    summary: () =>
      (certain
        ? EGR_007.summaryRelay(workload.name, key, ports, peers.list().length - 1)
        : EGR_007.summaryRelayUnknown(workload.name, key)) + classNote(classification),
    subject: workload,
    witness: [witnessHop(context, { end: from, workload }, middle, ports, verdict), out],
    peers,
    classification,
    fix: () => closeOutside(context, relay.workload, to.class, out, EGR_007.fixRelay, undefined),
    unknownBecause: certain ? [] : dependsBecause(reasonsOf(context, reasons, relay, to.class)),
    identity: { peer: 'relay', direction: 'egress' },
  });
}

function reasonsOf(
  context: CheckContext,
  reasons: readonly DependsReason[],
  relay: Relay,
  id: number,
): readonly DependsReason[] {
  const outside = relay.certain ? [] : outsideReach(context, id).parts.flatMap((part) => part.reasons);
  return [...new Set([...reasons, ...outside])];
}

function relaysOf(context: CheckContext, workload: WorkloadFacts, relays: Relays, certain: boolean): ReachingWorkloads {
  let found: readonly string[] | undefined;
  const list = (): readonly string[] => {
    if (found !== undefined) return found;
    const keys = new Set<string>();
    for (const hit of relayHits(context, workload, relays))
      if (hit.certain || !certain) keys.add(hit.relay.workload.key);
    found = [...keys].sort();
    return found;
  };
  return { list, has: (key) => list().includes(key) };
}
