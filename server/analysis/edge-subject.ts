import { parseEnd } from '#lib/flows/join/end-of-flow.ts';
import { protocolName } from '#lib/flows/join/judge-pair.ts';
import { ANY_PROTOCOL, type JoinedEdge } from '#lib/flows/observed.ts';
import { getOr } from '#lib/get-or.ts';
import type { ClusterSubjects } from '#lib/graph/filter/cluster-subjects.ts';
import type { FilterKey } from '#lib/graph/filter/filter-language.ts';
import type { FilterSubject } from '#lib/graph/filter/filter-subject.ts';
import { ALL_PORTS, portsJson } from '#lib/policy/port-set.ts';
import type { PortsJson } from '#lib/policy/types.ts';

/**
 * Observed edges as a filter sees them: what is asked of boxes holds where it holds of either end. There are few ends and
 * many edges: what is known of an end is kept while one filter is asked.
 * @param now against which `since:` counts, in milliseconds since 1970.
 */
export function edgeSubjects(subjects: ClusterSubjects, now: number): (edge: JoinedEdge) => FilterSubject {
  const ends = new Map<string, Map<FilterKey, readonly string[]>>();
  const valuesOf = (end: string, key: FilterKey): readonly string[] => {
    const known = getOr(ends, end, () => new Map<FilterKey, readonly string[]>());
    return getOr(known, key, () => valuesOfEnd(subjects, end, key));
  };
  return (edge) => new EdgeSubject(edge, now, valuesOf);
}

/** A class: tens of thousands are made for one question, and literals with getters are slow to make. */
class EdgeSubject implements FilterSubject {
  readonly #edge: JoinedEdge;
  readonly #valuesOf: (end: string, key: FilterKey) => readonly string[];
  readonly firstSeenAgo?: number;

  constructor(edge: JoinedEdge, now: number, valuesOf: (end: string, key: FilterKey) => readonly string[]) {
    this.#edge = edge;
    this.#valuesOf = valuesOf;
    if (edge.ever !== undefined) this.firstSeenAgo = now - edge.ever.first;
  }

  get text(): string {
    return `${this.#edge.from}\n${this.#edge.to}`.toLowerCase();
  }

  get ports(): readonly PortsJson[] {
    return [portsOf(this.#edge)];
  }

  values(key: FilterKey): readonly string[] {
    const { from, to, state, refusedThoughAllowed } = this.#edge;
    switch (key) {
      case 'state':
        return refusedThoughAllowed === true ? [state, 'denied-allowed'] : [state];
      case 'from':
        return this.#valuesOf(from, key);
      case 'to':
        return this.#valuesOf(to, key);
      default: {
        const [own, others] = [this.#valuesOf(from, key), this.#valuesOf(to, key)];
        return own.length === 0 ? others : others.length === 0 ? own : [...own, ...others];
      }
    }
  }
}

function portsOf({ port, protocol, ports }: JoinedEdge): PortsJson {
  if (ports !== undefined) return ports;
  const name = protocolName(protocol);
  if (protocol === ANY_PROTOCOL) return portsJson(ALL_PORTS);
  return { TCP: [], UDP: [], SCTP: [], ...(name === undefined || port === null ? {} : { [name]: [[port, port]] }) };
}

/** By what somebody would call an end: its name, with its namespace, as it is written, and the namespace alone. */
function namesOf(text: string): readonly string[] {
  const end = parseEnd(text);
  switch (end.type) {
    case 'workload': {
      const [namespace = '', , ...name] = end.key.split('/');
      return [name.join('/'), `${namespace}/${name.join('/')}`, text, namespace];
    }
    case 'service':
      return [text, end.key, end.key.slice(end.key.indexOf('/') + 1)];
    case 'name':
      return [text, end.name];
    default:
      return [text, text.slice(text.indexOf(':') + 1).replace(/\/(32|128)$/, '')];
  }
}

function valuesOfEnd(subjects: ClusterSubjects, text: string, key: FilterKey): readonly string[] {
  if (key === 'from' || key === 'to') return namesOf(text);
  const end = parseEnd(text);
  if (end.type === 'workload') return subjects.workload(end.key).values(key);
  if (key === 'name') return namesOf(text);
  return key === 'ns' && end.type === 'service' ? [end.key.slice(0, end.key.indexOf('/'))] : [];
}
