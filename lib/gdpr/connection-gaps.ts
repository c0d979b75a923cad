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
    const { subject, incoming, outgoing } = waysOf(gap);
    if (!incoming && !outgoing) continue;
    if (subject === workload) {
      const witnessed = gap.witness.map(({ from, to }) => (incoming ? from : to));
      for (const peer of [...gap.peers, ...witnessed]) keepWorst(incoming ? found.in : found.out, peer, gap.severity);
    } else if (isPeer(gap, workload)) {
      keepWorst(incoming ? found.out : found.in, subject, gap.severity);
    }
  }
  return found;
}

/**
 * Whether the connection from one end to the other, and not the one back, is part of the gap: it is the witness, or the
 * gap is about one of the ends and the other stands behind it.
 */
export function isGapOn(gap: Gap, from: string, to: string): boolean {
  if (gap.witness.some((hop) => hop.from === from && hop.to === to)) return true;
  const { subject, incoming, outgoing } = waysOf(gap);
  if (incoming) return subject === to && isPeer(gap, from);
  return outgoing && subject === from && isPeer(gap, to);
}

/** The end that a gap is about, and whether its witness leads there or away. */
function waysOf({ subject: { namespace, kind, name }, witness }: Gap) {
  const subject = `${namespace}/${kind}/${name}`;
  return {
    subject,
    incoming: witness.some(({ to }) => to === subject),
    outgoing: witness.some(({ from }) => from === subject),
  };
}

/** Without listing the peers where the gap can be asked for one. */
function isPeer(gap: Gap, workload: string): boolean {
  return gap.hasPeer === undefined ? gap.peers.includes(workload) : gap.hasPeer(workload);
}

function keepWorst(map: Map<string, Severity>, peer: string, severity: Severity): void {
  const known = map.get(peer);
  if (known === undefined || SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(known)) map.set(peer, severity);
}
