import { FAMILIES } from '#lib/policy/address.ts';
import { intersectRanges, subtractRanges } from '#lib/policy/address-ranges.ts';
import type { SingleEnd } from '#lib/policy/model.ts';
import { NO_PORTS, type PortSet, portsJson } from '#lib/policy/port-set.ts';
import type { DependsReason } from '#lib/policy/types.ts';
import type { CheckContext } from './check.ts';
import { isInScope } from './data-class.ts';
import type { Recipient } from './data-map/types.ts';
import { classEnd } from './ends.ts';
import { addressesEnd, broadPorts, type OutsideReach, outsideReach, WHOLE } from './outside-reach.ts';
import { declaredRanges, recipientRanges, sharesName } from './recipients.ts';
import type { WitnessHop } from './types.ts';
import { type RuleRef, witnessHop } from './witness.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** Which workloads of P* may connect to a recipient. */
export interface RecipientReach {
  /** Some may for certain: these are the workloads then. Else those that possibly may. */
  readonly certain: boolean;
  /** In the order of their keys, at least one. */
  readonly workloads: readonly WorkloadFacts[];
  readonly hop: WitnessHop;
  readonly reasons: readonly DependsReason[];
  /** It is declared by name alone, and a rule for addresses may mean one of its addresses. */
  readonly addressUnknown: boolean;
}

/** How one class, and all that have the same outside, gets there. */
interface Way {
  readonly certain: boolean;
  readonly end: SingleEnd;
  readonly ports: PortSet;
  readonly rule?: RuleRef;
  readonly reasons: readonly DependsReason[];
  readonly addressUnknown: boolean;
}

interface Found {
  readonly workload: WorkloadFacts;
  readonly id: number;
  readonly way: Way;
}

const known = new WeakMap<CheckContext, Map<Recipient, RecipientReach | undefined>>();

/** Undefined where nobody in P* can reach the recipient. Computed once for all checks. */
export function recipientReach(context: CheckContext, recipient: Recipient): RecipientReach | undefined {
  let ofContext = known.get(context);
  if (ofContext === undefined) {
    ofContext = new Map();
    known.set(context, ofContext);
  }
  if (!ofContext.has(recipient)) ofContext.set(recipient, lookFor(context, recipient));
  return ofContext.get(recipient);
}

function lookFor(context: CheckContext, recipient: Recipient): RecipientReach | undefined {
  const all = foundWays(context, recipient);
  const sure = all.filter(({ way }) => way.certain);
  const found = (sure.length > 0 ? sure : all).sort((a, b) => (a.workload.key < b.workload.key ? -1 : 1));
  const [first] = found;
  if (first === undefined) return undefined;
  const { workload, id, way } = first;
  const from = { end: classEnd(id), workload };
  return {
    certain: way.certain,
    workloads: found.map((each) => each.workload),
    hop: witnessHop(context, from, { end: way.end }, portsJson(way.ports), way.certain ? 'allow' : 'depends', way.rule),
    reasons: way.reasons,
    addressUnknown: way.addressUnknown,
  };
}

/** A workload of P* that may connect to a recipient: for certain, or where it depends. */
export interface Reached {
  readonly workload: WorkloadFacts;
  readonly certain: boolean;
}

/** Every workload of P* that may connect to a recipient, each for itself. */
export function waysToRecipient(context: CheckContext, recipient: Recipient): readonly Reached[] {
  return foundWays(context, recipient).map(({ workload, way }) => ({ workload, certain: way.certain }));
}

function foundWays(context: CheckContext, recipient: Recipient): Found[] {
  const ways = new Map<OutsideReach, Way | undefined>();
  const all: Found[] = [];
  for (const workload of context.workloads.values()) {
    if (!isInScope(context.classOf(workload))) continue;
    let best: Found | undefined;
    for (const id of workload.classes) {
      const reach = outsideReach(context, id);
      if (!ways.has(reach)) ways.set(reach, wayTo(context, reach, recipient));
      const way = ways.get(reach);
      if (way !== undefined && (best === undefined || (way.certain && !best.way.certain))) best = { workload, id, way };
    }
    if (best !== undefined) all.push(best);
  }
  return all;
}

function wayTo(context: CheckContext, reach: OutsideReach, recipient: Recipient): Way | undefined {
  const ways = [byAddress(reach, recipient), byName(reach, recipient), byAnyAddress(context, reach, recipient)];
  return ways.find((way) => way?.certain === true) ?? ways.find((way) => way !== undefined);
}

/** A part of the outside that holds an address of its `cidrs`. */
function byAddress({ parts }: OutsideReach, recipient: Recipient): Way | undefined {
  const ranges = recipientRanges(recipient);
  let possible: Way | undefined;
  for (const { family, certain, possible: outside, must, may, reasons } of parts) {
    const met = intersectRanges(certain, ranges[family]);
    if (met.length > 0 && must !== NO_PORTS) {
      return { certain: true, end: addressesEnd(family, met), ports: must, reasons: [], addressUnknown: false };
    }
    const maybe = intersectRanges(outside, ranges[family]);
    if (maybe.length === 0) continue;
    possible ??= { certain: false, end: addressesEnd(family, maybe), ports: may, reasons, addressUnknown: false };
  }
  return possible;
}

/** A rule for a domain name that is one of its `fqdns`, or may be. */
function byName({ names }: OutsideReach, recipient: Recipient): Way | undefined {
  const meant = names.filter(({ name }) => recipient.fqdns.some((declared) => sharesName(declared, name)));
  const sure = meant.find(({ must }) => must !== NO_PORTS);
  const named = sure ?? meant[0];
  if (named === undefined) return undefined;
  return {
    certain: sure !== undefined,
    end: { type: 'internet' },
    ports: sure?.must ?? named.may,
    rule: named.rule,
    reasons: sure === undefined ? named.reasons : [],
    addressUnknown: false,
  };
}

/**
 * Declared by name alone: its addresses are not known. Whoever may connect to every address reaches it; whoever may
 * connect to some that no other recipient declares possibly does.
 */
function byAnyAddress(context: CheckContext, reach: OutsideReach, recipient: Recipient): Way | undefined {
  if (recipient.fqdns.length === 0 || recipient.cidrs.length > 0) return undefined;
  for (const family of FAMILIES) {
    const ports = broadPorts(reach, family, 'must', WHOLE);
    if (ports === NO_PORTS) continue;
    return { certain: true, end: { type: 'internet', family }, ports, reasons: [], addressUnknown: false };
  }
  const declared = declaredRanges(context.dataMap);
  for (const { family, possible, may, reasons } of reach.parts) {
    const left = subtractRanges(possible, declared[family]);
    if (left.length === 0) continue;
    return { certain: false, end: addressesEnd(family, left), ports: may, reasons, addressUnknown: true };
  }
  return undefined;
}
