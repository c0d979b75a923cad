import { parseEnd } from '#lib/flows/join/end-of-flow.ts';
import { protocolName } from '#lib/flows/join/judge-pair.ts';
import { ANY_PROTOCOL, type JoinedEdge } from '#lib/flows/observed.ts';
import type { ClusterSubjects } from '#lib/graph/filter/cluster-subjects.ts';
import type { FilterKey } from '#lib/graph/filter/filter-language.ts';
import type { FilterSubject } from '#lib/graph/filter/filter-subject.ts';
import { ALL_PORTS, portsJson } from '#lib/policy/port-set.ts';
import type { PortsJson } from '#lib/policy/types.ts';

/**
 * An observed edge as a filter sees it: what is asked of boxes holds where it holds of either end.
 * @param now against which `since:` counts, in milliseconds since 1970.
 */
export function edgeSubject(subjects: ClusterSubjects, edge: JoinedEdge, now: number): FilterSubject {
  const { from, to, state, ever } = edge;
  return {
    text: `${from}\n${to}`.toLowerCase(),
    ...(ever === undefined ? {} : { firstSeenAgo: now - ever.first }),
    get ports() {
      return [portsOf(edge)];
    },
    values: (key) => {
      switch (key) {
        case 'state':
          return [state];
        case 'from':
          return namesOf(from);
        case 'to':
          return namesOf(to);
        default:
          return [...valuesOfEnd(subjects, from, key), ...valuesOfEnd(subjects, to, key)];
      }
    },
  };
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
  const end = parseEnd(text);
  if (end.type === 'workload') return subjects.workload(end.key).values(key);
  if (key === 'name') return namesOf(text);
  return key === 'ns' && end.type === 'service' ? [end.key.slice(0, end.key.indexOf('/'))] : [];
}
