/** What a witness rests on: rules, absences, closed gates. */

import type { Direction, Labels } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { portsInWords } from './ports.ts';

/** `crm/?role=db`: a hypothetical pod, as the command line writes it. */
export function hypotheticalId(namespace: string, labels: Labels): string {
  return `${namespace}/?${labelList(labels)}`;
}

function labelList(labels: Labels): string {
  return Object.keys(labels)
    .sort()
    .map((key) => `${key}=${labelValue(labels, key)}`)
    .join(',');
}

/** "No NetworkPolicy in crm selects role=database for ingress." */
export function absenceText(namespace: string, labels: Labels | undefined, direction: Direction): string {
  const list = labels === undefined ? '' : labelList(labels);
  return `No NetworkPolicy in ${namespace} selects ${list === '' ? 'a pod without labels' : list} for ${direction}.`;
}

/** Why a connection that is needed does not work. */
export function isolatesWithout(policy: string, from: string, to: string, perhaps: boolean): string {
  return perhaps
    ? `${policy} isolates ${from} for egress; whether a rule of it admits ${to} depends.`
    : `${policy} isolates ${from} for egress; no rule of it admits ${to}.`;
}

/** Why a connection that a rule admits at the other gate does not work today. */
export function closesGate(
  policy: string,
  direction: Direction,
  isolated: string,
  peer: string,
  ports: PortsJson,
): string {
  return `${policy} isolates ${isolated} for ${direction}; no rule of it admits ${peer} on ${portsInWords(ports)}.`;
}

export function noGateText(id: string): string {
  return `${id} runs on the host network: policies do not select it.`;
}

/** A rule that admits what it should not, and that no policy of the namespace can take back. */
export function byClusterPolicy({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return `${kind} ${name} admits it for the whole cluster: narrow its rule there.`;
}

/** "Rule 1 of 2" */
export function ruleOf(index: number, of: number): string {
  return of === 1 ? 'The only rule' : `Rule ${index + 1} of ${of}`;
}

/** "role=databse" as people write selectors. */
export function selectorInWords(parts: readonly string[]): string {
  return parts.length === 0 ? 'every pod' : parts.join(', ');
}
