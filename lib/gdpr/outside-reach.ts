import { FAMILIES, type Family, formatAddress, parseAddress } from '#lib/policy/address.ts';
import type { AddressRanges } from '#lib/policy/address-ranges.ts';
import type { ExternalRow, PolicyInForce, RuleInForce, SingleEnd } from '#lib/policy/model.ts';
import {
  intersectPorts,
  MAX_PORT,
  MIN_PORT,
  NO_PORTS,
  type PortSet,
  PROTOCOLS,
  portRange,
  subtractPorts,
  unitePorts,
} from '#lib/policy/port-set.ts';
import type { DependsReason } from '#lib/policy/types.ts';
import type { CheckContext } from './check.ts';
import { classEnd } from './ends.ts';
import { outsideOf } from './own-addresses.ts';

/** Addresses outside that no rule of a class tells apart, under the narrowest CIDR that names them. */
export interface OutsidePart {
  readonly family: Family;
  /** The CIDR as written, or `internet` for what no rule singles out. */
  readonly label: string;
  /** Of the family's globally routable addresses: 0 to 1. */
  readonly routableShare: number;
  readonly must: PortSet;
  /** `must`, and what depends for another reason than that the addresses of a domain name are not known. */
  readonly may: PortSet;
  readonly reasons: readonly DependsReason[];
  /** Addresses that may lie outside the cluster; empty: all of them are its own. */
  readonly possible: AddressRanges;
  /** Of these the ones that do for certain. */
  readonly certain: AddressRanges;
}

/** A domain name to which a rule lets a class connect, whatever its addresses are. */
export interface NamedDestination {
  /** May begin with `*.`. */
  readonly name: string;
  readonly rule: RuleInForce;
  readonly must: PortSet;
  readonly may: PortSet;
  readonly reasons: readonly DependsReason[];
}

/** Where a class may connect to outside the cluster. Classes with the same have the same object. */
export interface OutsideReach {
  /** Widest first; those without any open port are left out. */
  readonly parts: readonly OutsidePart[];
  readonly names: readonly NamedDestination[];
}

interface Cache {
  readonly byClass: Map<number, OutsideReach>;
  /** By the rows themselves, which classes with one gate share, then by what they say. */
  readonly byRows: Map<readonly ExternalRow[], OutsideReach>;
  readonly interned: Map<string, OutsideReach>;
  readonly namingRules: ReadonlyMap<number, readonly RuleInForce[]>;
}

const caches = new WeakMap<CheckContext, Cache>();

/** What one class may connect to outside, computed once for all checks. */
export function outsideReach(context: CheckContext, id: number): OutsideReach {
  let cache = caches.get(context);
  if (cache === undefined) {
    cache = {
      byClass: new Map(),
      byRows: new Map(),
      interned: new Map(),
      namingRules: namingRules(context.model.policies),
    };
    caches.set(context, cache);
  }
  let reach = cache.byClass.get(id);
  if (reach !== undefined) return reach;
  const rows = context.model.externalRows(classEnd(id), 'egress');
  const rules = cache.namingRules.get(id) ?? [];
  reach = (rules.length === 0 ? cache.byRows.get(rows) : undefined) ?? internedReach(context, cache, rows, rules);
  if (rules.length === 0) cache.byRows.set(rows, reach);
  cache.byClass.set(id, reach);
  return reach;
}

function internedReach(
  context: CheckContext,
  { interned }: Cache,
  rows: readonly ExternalRow[],
  rules: readonly RuleInForce[],
): OutsideReach {
  const key = `${rows.map(rowKey).join()} ${rules.map(({ policy, path }) => `${policy.kind}/${policy.name}/${path}`)}`;
  let reach = interned.get(key);
  if (reach === undefined) {
    reach = { parts: rows.flatMap((row) => partOf(context, row)), names: namedDestinations(rows, rules) };
    interned.set(key, reach);
  }
  return reach;
}

function rowKey({ family, label, relation: { must, may, reasons }, ranges }: ExternalRow): string {
  return `${family} ${label} ${must.id} ${may.id} ${reasons.join()} ${ranges.join()}`;
}

function partOf(context: CheckContext, row: ExternalRow): readonly OutsidePart[] {
  const { family, label, routableShare, relation } = row;
  const other = relation.uncertain.filter(({ reason }) => reason !== 'fqdn');
  const may = other.reduce((ports, each) => unitePorts(ports, each.ports), relation.must);
  if (may === NO_PORTS) return [];
  let outside: ReturnType<typeof outsideOf> | undefined;
  // Asked for when somebody needs the addresses: that a part with public ones leads outside is plain.
  const addresses = () => {
    outside ??= outsideOf(
      context.model,
      family,
      row.ranges.map(([first, last]) => ({ first: addressValue(first), last: addressValue(last) })),
    );
    return outside;
  };
  return [
    {
      family,
      label,
      routableShare,
      must: relation.must,
      may,
      reasons: other.map(({ reason }) => reason),
      get possible() {
        return addresses().possible;
      },
      get certain() {
        return addresses().certain;
      },
    },
  ];
}

function addressValue(text: string): bigint {
  return parseAddress(text)?.value ?? 0n;
}

function namingRules(policies: readonly PolicyInForce[]): ReadonlyMap<number, readonly RuleInForce[]> {
  const found = new Map<number, RuleInForce[]>();
  for (const { rules, subjects } of policies) {
    const naming = rules.filter(
      ({ direction, action, domainNames }) => direction === 'egress' && action === 'allow' && domainNames.length > 0,
    );
    if (naming.length === 0) continue;
    for (const id of subjects) {
      const list = found.get(id);
      if (list === undefined) found.set(id, [...naming]);
      else list.push(...naming);
    }
  }
  return found;
}

/**
 * A rule for a name is certain where nothing but the name's addresses is in doubt, whichever addresses of a family they
 * are: then it lets through whatever the name turns out to be.
 */
function namedDestinations(rows: readonly ExternalRow[], rules: readonly RuleInForce[]): readonly NamedDestination[] {
  if (rules.length === 0) return [];
  let must = NO_PORTS;
  let may = NO_PORTS;
  for (const family of FAMILIES) {
    const ofFamily = rows.filter((row) => row.family === family);
    if (ofFamily.length === 0) continue;
    must = unitePorts(must, ofFamily.map(openForNames).reduce(intersectPorts));
    may = ofFamily.reduce((ports, { relation }) => unitePorts(ports, relation.may), may);
  }
  const reasons = [...new Set(rows.flatMap(({ relation }) => relation.reasons))].filter((reason) => reason !== 'fqdn');
  return rules.flatMap((rule) => {
    const certain = intersectPorts(rule.ports, must);
    const possible = intersectPorts(rule.ports, may);
    if (possible === NO_PORTS) return [];
    return rule.domainNames.map((name) => ({ name, rule, must: certain, may: possible, reasons }));
  });
}

function openForNames({ relation }: ExternalRow): PortSet {
  let named = NO_PORTS;
  let doubtful = NO_PORTS;
  for (const { reason, ports } of relation.uncertain) {
    if (reason === 'fqdn') named = unitePorts(named, ports);
    else doubtful = unitePorts(doubtful, ports);
  }
  return unitePorts(relation.must, subtractPorts(named, doubtful));
}

/** An end of a witness that stands for some of these addresses. */
export function addressesEnd(family: Family, ranges: AddressRanges): SingleEnd {
  const [range] = ranges;
  if (range === undefined) return { type: 'internet', family };
  return {
    type: 'address',
    family,
    first: formatAddress(family, range.first),
    last: formatAddress(family, range.last),
  };
}

/** "Covering > 95 % of global IPv4 (or IPv6)" (gdpr.md §3, EGR-001). */
export const NEARLY_ALL = 0.95;
/** Every address, but for the rounding of shares. */
export const WHOLE = 1 - 1e-9;

/** The ports that are open on more than a share of one family's globally routable addresses. */
export function broadPorts(
  { parts }: OutsideReach,
  family: Family,
  side: 'must' | 'may',
  share: number = NEARLY_ALL,
): PortSet {
  const routable = parts.filter((part) => part.family === family && part.routableShare > 0);
  const distinct = new Set(routable.map((part) => part[side]));
  const [only] = distinct;
  if (only === undefined) return NO_PORTS;
  if (distinct.size === 1) return routable.reduce((sum, part) => sum + part.routableShare, 0) > share ? only : NO_PORTS;
  let broad = NO_PORTS;
  for (const protocol of PROTOCOLS) {
    // No set begins or ends within the stretch from one cut to the next.
    const cuts = [...new Set([...distinct].flatMap((ports) => ports[protocol].map((port, i) => port + (i % 2))))];
    cuts.sort((a, b) => a - b);
    for (const [i, first] of cuts.entries()) {
      if (first < MIN_PORT || first > MAX_PORT) continue;
      const stretch = portRange(protocol, first, (cuts[i + 1] ?? MAX_PORT + 1) - 1);
      const open = routable.filter((part) => intersectPorts(part[side], stretch) !== NO_PORTS);
      if (open.reduce((sum, part) => sum + part.routableShare, 0) > share) broad = unitePorts(broad, stretch);
    }
  }
  return broad;
}
