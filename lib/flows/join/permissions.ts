import { classRelationsOf } from '#lib/policy/class-relations.ts';
import { ANY_POD, INTERNET } from '#lib/policy/connection-units.ts';
import { connectionsOf } from '#lib/policy/connections.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { ALL_PORTS, NO_PORTS, type PortSet, PROTOCOLS, portsJson } from '#lib/policy/port-set.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { ANY_PROTOCOL } from '../observed.ts';

/** What a rule lets one end do to another on one port, or on a set of ports of one protocol. Ends as in `FlowRow`. */
export interface Permission {
  readonly from: string;
  readonly to: string;
  /** Null: several, as `ports` says. */
  readonly port: number | null;
  readonly protocol: number;
  readonly ports: PortsJson;
}

export interface Permissions {
  readonly all: readonly Permission[];
  /** Workloads that are open to all, out or in: nothing of it is in `all`. */
  readonly open: { readonly out: number; readonly in: number };
}

/** Of IANA. */
export const NUMBERS = { TCP: 6, UDP: 17, SCTP: 132 } as const;
const known = new WeakMap<PolicyModel, Permissions>();

/**
 * What rules name: the lines that the map draws between workloads, and between a workload and a block of addresses, for
 * certain. What is open to all (`any-pod`, `internet`) is counted by workloads and not written out.
 */
export function permissionsOf(model: PolicyModel): Permissions {
  let found = known.get(model);
  if (found === undefined) {
    found = { all: permitted(model), open: openWorkloads(model) };
    known.set(model, found);
  }
  return found;
}

function permitted(model: PolicyModel): readonly Permission[] {
  const all: Permission[] = [];
  const cut = new Map<PortSet, readonly Omit<Permission, 'from' | 'to'>[]>();
  for (const { from, to, relation } of connectionsOf(model).edges) {
    if (isOpenEnd(from) || isOpenEnd(to) || relation.any === NO_PORTS) continue;
    let parts = cut.get(relation.any);
    if (parts === undefined) {
      parts = partsOf(relation.any);
      cut.set(relation.any, parts);
    }
    for (const part of parts) all.push({ from: endOf(from), to: endOf(to), ...part });
  }
  return all;
}

const isOpenEnd = (id: string): boolean => id === INTERNET || id === ANY_POD || id.startsWith(`${ANY_POD}@`);

/** A CIDR has one slash, a workload two. */
const endOf = (id: string): string => (id.indexOf('/') === id.lastIndexOf('/') ? `ip:${id}` : id);

/** One part for each single port, one for the ranges of each protocol; every port of every protocol is one. */
function partsOf(set: PortSet): readonly Omit<Permission, 'from' | 'to'>[] {
  const ports = portsJson(set);
  if (set === ALL_PORTS) return [{ port: null, protocol: ANY_PROTOCOL, ports }];
  return PROTOCOLS.flatMap((protocol) => {
    const single = ports[protocol].filter(([first, last]) => first === last);
    const ranges = ports[protocol].filter(([first, last]) => first !== last);
    const only = (intervals: PortsJson['TCP']): PortsJson => ({ TCP: [], UDP: [], SCTP: [], [protocol]: intervals });
    return [
      ...single.map((one) => ({ port: one[0], protocol: NUMBERS[protocol], ports: only([one]) })),
      ...(ranges.length === 0 ? [] : [{ port: null, protocol: NUMBERS[protocol], ports: only(ranges) }]),
    ];
  });
}

function openWorkloads(model: PolicyModel): Permissions['open'] {
  const { openOut, openIn } = classRelationsOf(model).relations;
  const count = (open: readonly boolean[]): number =>
    model.workloads.filter((workload) => {
      const classes = [...model.classesOfWorkload(workload).keys()];
      return classes.length > 0 && classes.every((id) => open[id]);
    }).length;
  return { out: count(openOut), in: count(openIn) };
}
