import { FAMILIES } from '#lib/policy/address.ts';
import { NO_PORTS } from '#lib/policy/port-set.ts';
import type { CheckContext } from '../check.ts';
import { isPersonal } from '../data-class.ts';
import { matchesWorkload } from '../data-map/match.ts';
import { flowsOf } from '../declared-connections.ts';
import { lazily } from '../lazily.ts';
import { groupNeighbours } from '../neighbours.ts';
import { broadPorts, outsideReach } from '../outside-reach.ts';
import { type Reached, waysToRecipient } from '../recipient-reach.ts';
import { isRecipientOfData } from '../recipients.ts';
import type { Basis, DataClass } from '../types.ts';
import type { WorkloadData } from '../workload-data.ts';
import type { WorkloadFacts } from '../workload-facts.ts';
import { type RegisterObserved, registerObserved } from './register-observed.ts';
import { type ReportScope, WHOLE_CLUSTER } from './report-scope.ts';

/** What the cluster says for a record of processing activities (Art. 30(1), (2); gdpr.md §5.2, section 10). */
export interface Register {
  /** Those with a record first, by its id; then by purpose; then what has neither. */
  readonly entries: readonly RegisterEntry[];
  /** Workloads whose class nobody knows: they may belong here and stand in no entry. */
  readonly unknownWorkloads: number;
}

export interface RegisterEntry {
  /** Id in the controller's record; absent: nobody named one. */
  readonly record?: string;
  readonly purposes: readonly string[];
  readonly categories: readonly string[];
  readonly subjects: readonly string[];
  readonly controllers: readonly string[];
  readonly roles: readonly string[];
  readonly retention: readonly string[];
  readonly owners: readonly string[];
  readonly systems: readonly RegisterSystem[];
  readonly internal: {
    /** Workloads (or patterns) that are declared to connect to the systems, as the file writes them. */
    readonly declared: readonly string[];
    /** Namespaces with workloads outside the entry that may connect for certain, and are not declared. */
    readonly allowedOnly: readonly string[];
  };
  /** Every recipient that is declared for the systems, that they may reach, or that they were seen to reach, by id. */
  readonly external: readonly RegisterRecipient[];
  /** Systems that may connect to nearly every address outside, as EGR-001 counts: for certain, and where it depends. */
  readonly openOutside: { readonly certain: readonly string[]; readonly depends: readonly string[] };
  /** Absent where no source of traffic observed anything. */
  readonly observed?: RegisterObserved;
}

export interface RegisterSystem {
  readonly workload: string;
  readonly dataClass: DataClass;
  readonly basis: Basis;
  readonly dataAtRest: boolean;
}

export interface RegisterRecipient {
  readonly id: string;
  /** By a flow from one of the systems. */
  readonly declared: boolean;
  readonly allowed: 'yes' | 'depends' | 'no';
}

export function registerOf(context: CheckContext, inScope: ReportScope = WHOLE_CLUSTER): Register {
  const groups = new Map<string, WorkloadFacts[]>();
  let unknownWorkloads = 0;
  for (const workload of context.workloads.values()) {
    if (!inScope(workload.namespace)) continue;
    const data = context.dataOf(workload);
    if (data.classification.dataClass === 'unknown') unknownWorkloads++;
    if (!isPersonal(data.classification.dataClass)) continue;
    const key = entryKey(data);
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [workload]);
    else list.push(workload);
  }
  const neighbours = lazily(() => groupNeighbours(context, 'in', 'must', ({ namespace }) => namespace));
  const reached = new Map(
    context.dataMap.recipients
      .filter(isRecipientOfData)
      .map((recipient) => [recipient.id, certaintiesOf(waysToRecipient(context, recipient))] as const),
  );
  const entries = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, members]) => entryOf(context, members, neighbours, reached));
  return { entries, unknownWorkloads };
}

/** Records before purposes before nothing. */
function entryKey({ record, purposes }: WorkloadData): string {
  if (record !== undefined) return `1 ${record.value}`;
  const named = [...(purposes?.value ?? [])].sort();
  return named.length > 0 ? `2 ${named.join()}` : '3';
}

/** Workloads that may reach a recipient, and whether for certain. */
type Certainties = ReadonlyMap<string, boolean>;

function certaintiesOf(ways: readonly Reached[]): Certainties {
  return new Map(ways.map(({ workload, certain }) => [workload.key, certain]));
}

function entryOf(
  context: CheckContext,
  members: readonly WorkloadFacts[],
  neighbours: () => ReturnType<typeof groupNeighbours>,
  reached: ReadonlyMap<string, Certainties>,
): RegisterEntry {
  const data = members.map((workload) => context.dataOf(workload));
  const values = (pick: (each: WorkloadData) => readonly string[]): readonly string[] => unique(data.flatMap(pick));
  const one = (field: 'controller' | 'role' | 'retention' | 'owner') =>
    values((each) => (each[field] === undefined ? [] : [each[field].value]));
  const observed = registerObserved(context, members);
  const [record] = values((each) => (each.record === undefined ? [] : [each.record.value]));
  return {
    ...(record === undefined ? {} : { record }),
    purposes: values(({ purposes }) => purposes?.value ?? []),
    categories: values(({ categories }) => categories?.value ?? []),
    subjects: values(({ subjects }) => subjects?.value ?? []),
    controllers: one('controller'),
    roles: one('role'),
    retention: one('retention'),
    owners: one('owner'),
    systems: members
      .map((workload): RegisterSystem => {
        const { dataClass, basis, dataAtRest } = context.classOf(workload);
        return { workload: workload.key, dataClass, basis, dataAtRest };
      })
      .sort((a, b) => (a.workload < b.workload ? -1 : 1)),
    internal: internalOf(context, members, neighbours()),
    external: externalOf(context, members, reached, new Set(observed?.recipients)),
    openOutside: openOutside(context, members),
    ...(observed === undefined ? {} : { observed }),
  };
}

function internalOf(
  context: CheckContext,
  members: readonly WorkloadFacts[],
  neighboursOf: ReturnType<typeof groupNeighbours>,
): RegisterEntry['internal'] {
  const own = new Set(members);
  const declared = new Set<string>();
  const allowed = new Set<string>();
  for (const workload of members) {
    const references = [
      ...flowsOf(context.dataMap, 'to', workload.key).map(({ from }) => from),
      ...(context.dataOf(workload).consumers?.value ?? []),
    ];
    for (const reference of references) declared.add(reference);
    for (const [namespace, group] of neighboursOf(workload)) {
      if (allowed.has(namespace)) continue;
      for (const other of group) {
        if (own.has(other) || references.some((reference) => matchesWorkload(reference, other.key))) continue;
        allowed.add(namespace);
        break; // one is enough: the gaps name them all
      }
    }
  }
  return { declared: [...declared].sort(), allowedOnly: [...allowed].sort() };
}

function externalOf(
  { dataMap }: CheckContext,
  members: readonly WorkloadFacts[],
  reached: ReadonlyMap<string, Certainties>,
  seen: ReadonlySet<string>,
): readonly RegisterRecipient[] {
  return [...reached]
    .flatMap(([id, certainties]): readonly RegisterRecipient[] => {
      const declared = members.some(({ key }) =>
        flowsOf(dataMap, 'from', key).some(({ to }) => to === `recipient:${id}`),
      );
      const ways = members.flatMap(({ key }) => certainties.get(key) ?? []);
      if (!declared && ways.length === 0 && !seen.has(id)) return [];
      return [{ id, declared, allowed: ways.includes(true) ? 'yes' : ways.length > 0 ? 'depends' : 'no' }];
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function openOutside(context: CheckContext, members: readonly WorkloadFacts[]): RegisterEntry['openOutside'] {
  const isOpen = ({ classes }: WorkloadFacts, side: 'must' | 'may'): boolean =>
    classes.some((id) => FAMILIES.some((family) => broadPorts(outsideReach(context, id), family, side) !== NO_PORTS));
  const certain = members.filter((workload) => isOpen(workload, 'must'));
  const depends = members.filter((workload) => !certain.includes(workload) && isOpen(workload, 'may'));
  return { certain: keysOf(certain), depends: keysOf(depends) };
}

function keysOf(workloads: readonly WorkloadFacts[]): readonly string[] {
  return workloads.map(({ key }) => key).sort();
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
