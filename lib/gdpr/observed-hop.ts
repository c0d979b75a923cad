import type { JoinedEdge, TrafficDecision } from '#lib/flows/observed.ts';
import { allPortsOf, NO_PORTS, portRange, portsJson } from '#lib/policy/port-set.ts';
import type { PolicyRef, PortsJson } from '#lib/policy/types.ts';
import { protocolWord } from '#lib/text/en/observed-flow.ts';
import type { WitnessHop, WitnessReason } from './types.ts';

/** A connection that was seen, with what decides at both gates. */
export function observedHop(edge: JoinedEdge, verdict: WitnessHop['verdict']): WitnessHop {
  return {
    from: endOf(edge.from),
    to: endOf(edge.to),
    ports: portsOf(edge),
    verdict,
    get because() {
      return edge.decisions.map(reasonOf);
    },
  };
}

/** As witnesses write ends: an address is its block. */
function endOf(end: string): string {
  return end.startsWith('ip:') ? end.slice('ip:'.length) : end;
}

function portsOf({ port, protocol }: JoinedEdge): PortsJson {
  const name = protocolWord(protocol);
  if (name !== 'TCP' && name !== 'UDP' && name !== 'SCTP') return portsJson(NO_PORTS);
  return portsJson(port === null ? allPortsOf(name) : portRange(name, port, port));
}

function reasonOf({ at, policy, rule, sentence }: TrafficDecision): WitnessReason {
  return {
    gate: at,
    kind: policy === undefined ? 'absence' : 'rule',
    ...(policy === undefined ? {} : { policy: { ...policy, namespace: policy.namespace ?? '' } as PolicyRef }),
    ...(rule === undefined ? {} : { path: `spec.${at}[${rule - 1}]` }),
    text: sentence,
  };
}
