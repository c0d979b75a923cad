import type { Protocol } from '#lib/kube/objects.ts';
import { whyEngine } from '#lib/text/en/why-engine.ts';
import type { Evaluator } from './evaluator.ts';
import type { NamedParty } from './explain-peer.ts';
import type { CompiledRule } from './ir.ts';
import { namedPortKey } from './named-ports.ts';
import { ALL_PORTS, MAX_PORT, MIN_PORT, NO_PORTS, type PortSet, PROTOCOLS } from './port-set.ts';

export interface AskedPort {
  readonly protocol: Protocol;
  readonly port: number;
}

/** "Ports 8443 (TCP) and 53 (TCP, UDP)." or, for a named port, what it is on the destination. */
export function portsText(rule: CompiledRule, destination: NamedParty, evaluator: Evaluator): string {
  const { may } = evaluator.ports(rule, destination.party);
  if (may === ALL_PORTS) return whyEngine.portsAre(whyEngine.everyPort);
  if (may === NO_PORTS) return unresolvedText(rule, destination) || whyEngine.opensNoPort;
  return whyEngine.portsAre(whyEngine.ports(portWords(may)));
}

/** Why the asked port is not among those of the rule. */
export function otherPortText(
  rule: CompiledRule,
  destination: NamedParty,
  asked: AskedPort | undefined,
  evaluator: Evaluator,
): string {
  const { may } = evaluator.ports(rule, destination.party);
  const unresolved = unresolvedText(rule, destination);
  if (may === NO_PORTS) return unresolved || whyEngine.opensNoPort;
  if (asked === undefined) return portsText(rule, destination, evaluator);
  // Which protocol is asked goes without saying only where it is TCP and the rule speaks of TCP.
  const plain = asked.protocol === 'TCP' && may.TCP.length > 0;
  const port = plain ? `${asked.port}` : `${asked.port} (${asked.protocol})`;
  const notIn = whyEngine.portNotIn(port, portWords(may));
  return unresolved === '' ? notIn : `${notIn} ${unresolved}`;
}

function unresolvedText({ ports }: CompiledRule, { party, name }: NamedParty): string {
  if (ports === 'every') return '';
  const unresolved = ports.flatMap((port) => {
    if (port.type !== 'named') return [];
    const known = party.type === 'pod' && party.namedPorts !== 'unknown' ? party.namedPorts.ports : undefined;
    const protocols = port.protocol === 'any' ? PROTOCOLS : [port.protocol];
    const isKnown = protocols.some((protocol) => known?.has(namedPortKey(protocol, port.name)));
    return isKnown ? [] : [whyEngine.portNameUnresolved(port.name, name)];
  });
  return [...new Set(unresolved)].join(' ');
}

/**
 * One word per interval: `8443` for TCP alone, else with its protocols: `53 (TCP, UDP)`. Whole protocols come last:
 * `every UDP port`.
 */
export function portWords(set: PortSet): readonly string[] {
  const byInterval = new Map<string, Protocol[]>();
  const whole: Protocol[] = [];
  for (const protocol of PROTOCOLS) {
    const intervals = set[protocol];
    for (let i = 0; i + 1 < intervals.length; i += 2) {
      const [first, last] = [intervals[i], intervals[i + 1]];
      if (first === MIN_PORT && last === MAX_PORT) {
        whole.push(protocol);
        continue;
      }
      const word = first === last ? `${first}` : `${first}–${last}`;
      byInterval.set(word, [...(byInterval.get(word) ?? []), protocol]);
    }
  }
  const numbers = [...byInterval].map(([word, protocols]) =>
    protocols.join() === 'TCP' ? word : `${word} (${protocols.join(', ')})`,
  );
  return whole.length === 0 ? numbers : [...numbers, whyEngine.everyPortOf(whole)];
}
