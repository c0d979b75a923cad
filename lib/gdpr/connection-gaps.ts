import { type Gap, SEVERITIES, type Severity } from './types.ts';

/** Connections of one workload that are part of a gap, by the peer's id as the contract writes ends. */
export interface ConnectionGaps {
  readonly in: ReadonlyMap<string, Severity>;
  readonly out: ReadonlyMap<string, Severity>;
}

/**
 * Which connections of `workload` (`ns/Kind/name`) belong to an open gap, and the worst of each. A peer's own gaps say
 * nothing about this connection: only a gap whose subject is one end and whose peers or witness name the other counts.
 */
export function connectionGaps(gaps: readonly Gap[], workload: string): ConnectionGaps {
  const found = { in: new Map<string, Severity>(), out: new Map<string, Severity>() };
  for (const gap of gaps) {
    if (gap.result !== 'FAIL') continue;
    const subject = `${gap.subject.namespace}/${gap.subject.kind}/${gap.subject.name}`;
    const incoming = gap.witness.some(({ to }) => to === subject);
    const outgoing = gap.witness.some(({ from }) => from === subject);
    if (!incoming && !outgoing) continue;
    if (subject === workload) {
      const witnessed = gap.witness.map(({ from, to }) => (incoming ? from : to));
      for (const peer of [...gap.peers, ...witnessed]) keepWorst(incoming ? found.in : found.out, peer, gap.severity);
    } else if (gap.hasPeer === undefined ? gap.peers.includes(workload) : gap.hasPeer(workload)) {
      keepWorst(incoming ? found.out : found.in, subject, gap.severity);
    }
  }
  return found;
}

function keepWorst(map: Map<string, Severity>, peer: string, severity: Severity): void {
  const known = map.get(peer);
  if (known === undefined || SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(known)) map.set(peer, severity);
}
