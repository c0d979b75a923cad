import type { TrafficState } from '#lib/flows/observed.ts';
import type { DataClass, Severity } from '#lib/gdpr/types.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import type { FilterKey } from './filter-language.ts';
import { type FilterSubject, gapValues } from './filter-subject.ts';

/** One end of a flow as a filter sees it. */
export interface FilteredEnd {
  /** `ns/Kind/name`, `name:FQDN`, `ip:CIDR`, … */
  readonly id: string;
  readonly label: string;
  readonly namespace?: string | undefined;
  readonly kind?: string | undefined;
  readonly dataClass?: DataClass | undefined;
}

/** A row of observed traffic as a filter sees it. */
export interface FilteredFlow {
  readonly from: FilteredEnd;
  readonly to: FilteredEnd;
  /** Null: not told, or every port. */
  readonly port: number | null;
  readonly protocol: number;
  /** Where nothing was seen: what is allowed. */
  readonly ports?: PortsJson | undefined;
  readonly state: TrafficState;
  readonly decisions: readonly { readonly policy?: { readonly name: string } | undefined }[];
  readonly severity?: Severity | undefined;
  /** Milliseconds since it was first seen; absent: it never was, or nobody knows when. */
  readonly age?: number | undefined;
}

const PROTOCOLS: ReadonlyMap<number, keyof PortsJson> = new Map([
  [6, 'TCP'],
  [17, 'UDP'],
  [132, 'SCTP'],
]);

/** `ns:`, `kind:`, `name:` and `class:` hold where they hold for one of the ends; `from:` and `to:` say which. */
export function flowSubject(flow: FilteredFlow): FilterSubject {
  const { from, to, ports, age } = flow;
  const ends = [from, to];
  return {
    text: ends
      .flatMap(({ id, label }) => [id, label])
      .join('\n')
      .toLowerCase(),
    values: (key) => valuesOfFlow(flow, key),
    ports: [ports ?? seenPort(flow)],
    ...(age === undefined ? {} : { age }),
  };
}

function valuesOfFlow({ from, to, state, decisions, severity }: FilteredFlow, key: FilterKey): readonly string[] {
  const ofEnds = (of: (end: FilteredEnd) => string | undefined) => [from, to].flatMap((end) => of(end) ?? []);
  switch (key) {
    case 'from':
      return namesOf(from);
    case 'to':
      return namesOf(to);
    case 'state':
      return [state];
    case 'ns':
      return ofEnds(({ namespace }) => namespace);
    case 'kind':
      return ofEnds(({ kind }) => kind);
    case 'name':
      return ofEnds(({ label }) => label);
    case 'class':
      return ofEnds(({ dataClass }) => dataClass);
    case 'gap':
      return gapValues(severity);
    case 'policy':
      return decisions.flatMap(({ policy }) => policy?.name ?? []);
    default:
      return [];
  }
}

/** By its name, by its namespace, or by both. */
const namesOf = ({ id, label, namespace }: FilteredEnd): readonly string[] => [
  label,
  ...(namespace === undefined ? [] : [namespace, `${namespace}/${label}`]),
  id,
];

const NO_PORTS: PortsJson = { TCP: [], UDP: [], SCTP: [] };

function seenPort({ port, protocol }: FilteredFlow): PortsJson {
  const name = PROTOCOLS.get(protocol);
  return name === undefined || port === null ? NO_PORTS : { ...NO_PORTS, [name]: [[port, port]] };
}
