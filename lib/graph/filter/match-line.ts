import type { Protocol } from '#lib/kube/objects.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { portsAreAll, portsAreEmpty } from '../port-label.ts';
import type { SceneEdge } from '../types.ts';
import type { FilterTerm } from './filter-language.ts';
import { isAtLeast } from './match-box.ts';

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

/** Ports, verdicts and checks are those of lines; everything else is said of boxes. */
export const isLineKey = (key: FilterTerm['key']) => key === 'port' || key === 'verdict' || key === 'check';

/** Whether a term about lines holds for this one, `-` taken into account. */
export function lineHolds(edge: SceneEdge, { key, value, negated }: FilterTerm): boolean {
  return names(edge, key, value.toLowerCase()) !== negated;
}

/** With `gap:` only lines that are such gaps stay at the boxes that it chooses. */
export function lineNarrowed(edge: SceneEdge, { key, value, negated }: FilterTerm): boolean {
  if (key !== 'gap') return true;
  const least = value.toLowerCase();
  const isSuch = edge.state === 'gap' && (least === 'any' || isAtLeast(edge.severity ?? 'info', least));
  return isSuch !== negated;
}

function names(edge: SceneEdge, key: FilterTerm['key'], value: string): boolean {
  const all = [edge.allow, edge.depends, ...(edge.some === undefined ? [] : [edge.some])];
  switch (key) {
    case 'port':
      return value === 'any' ? all.some(portsAreAll) : all.some((ports) => holdsPort(ports, value));
    case 'verdict':
      if (value === 'depends') return !portsAreEmpty(edge.depends);
      return !portsAreEmpty(edge.allow) || (edge.some !== undefined && !portsAreEmpty(edge.some));
    case 'check':
      return edge.gaps.some((gap) => gap.toLowerCase().startsWith(value));
    default:
      return true; // about boxes
  }
}

/** `5432` in any protocol, `udp/53` in one. */
function holdsPort(ports: PortsJson, value: string): boolean {
  const [number = '', protocol] = value.split('/').reverse();
  const port = Number(number);
  return PROTOCOLS.some(
    (each) =>
      (protocol === undefined || each.toLowerCase() === protocol) &&
      ports[each].some(([first, last]) => first <= port && port <= last),
  );
}
