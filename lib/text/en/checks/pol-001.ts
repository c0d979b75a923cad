import type { Basis, DataClass } from '#lib/gdpr/types.ts';
import type { Direction } from '#lib/kube/objects.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { countOf } from '#lib/text/en/count.ts';
import { classWords } from '#lib/text/en/data-classes.ts';
import { lowerFirst, unless } from '#lib/text/en/phrases.ts';
import { portsInWords } from '#lib/text/en/ports.ts';

export const POL_001 = {
  title: (policy: string, namespace: string, upTo: boolean): string =>
    unless(
      upTo,
      `${policy} allows the whole namespace ${namespace}`,
      `${policy} may allow the whole namespace ${namespace}`,
    ),
  summary: (rule: string, direction: Direction, namespace: string, named: boolean, selected: number): string =>
    `${named ? 'The policy is named as a deny, but ' : ''}${named ? lowerFirst(rule) : rule} has an empty podSelector, which means every pod in ${namespace}: ${direction === 'ingress' ? `all of them may connect to the ${countOf(selected, 'workload')} that it selects` : `the ${countOf(selected, 'workload')} that it selects may connect to all of them`}.`,
  /** The rule's own gate admits, and the other gate closes. */
  closedToday: (direction: Direction, namespace: string): string =>
    direction === 'ingress'
      ? ` Today no pod in ${namespace} gets through: its own egress is closed. Whoever opens that opens this.`
      : ` Today no pod in ${namespace} lets it in: its own ingress is closed. Whoever opens that opens this.`,
  fix: 'Removes the peer that admits the whole namespace. Name the peers that are needed instead.',
};

export const POL_003 = {
  title: (policy: string, upTo: boolean): string =>
    unless(upTo, `${policy} points the wrong way`, `${policy} may point the wrong way`),
  summary: (words: {
    readonly rule: string;
    readonly server: string;
    readonly client: string;
    readonly ports: PortsJson | undefined;
    readonly serverOpen: boolean;
    readonly direction: Direction;
  }): string => {
    const does =
      words.direction === 'ingress'
        ? `${words.rule} admits ${words.server} to ${words.client}`
        : `${words.rule} lets ${words.server} out to ${words.client}`;
    const ports =
      words.ports === undefined
        ? ''
        : ` on ${portsInWords(words.ports)}, which ${words.client} does not serve and ${words.server} does`;
    const open = words.serverOpen ? ` Nothing protects ${words.server} itself.` : '';
    return `${does}${ports}. It looks as if the other direction was meant.${open}`;
  },
  unknownPorts: (client: string): string =>
    `${client} declares no port, so whether it serves the rule’s port is not known.`,
  openStore: (dataClass: DataClass, basis: Basis): string =>
    `${classWords(dataClass)} (${basis}) on the side that nothing protects${basis === 'inferred' ? ', one level less, as the class is inferred' : ''}`,
  noFlows: 'No observed flows were given; a flow in this direction would show that the rule is meant.',
  fix: 'Two policies: this one without what points the wrong way, its other rules kept, and one more that protects the store and admits its client.',
};

export const POL_004 = {
  title: (policy: string, upTo: boolean): string =>
    unless(upTo, `${policy} selects no pod`, `${policy} may select no pod`),
  summary: (namespace: string, selector: string, emptyNamespace: boolean): string =>
    emptyNamespace
      ? `The namespace ${namespace} holds no pod and no workload, so the policy protects nothing. If it was meant for another namespace, its metadata.namespace is missing.`
      : `No pod and no pod template in ${namespace} matches ${selector}, so the policy protects nothing.`,
  nearest: (labels: string, workload: string): string => ` The nearest labels are ${labels} on ${workload}.`,
  noTime: ' Since when is not known: the input carries no time.',
  unknown: (namespace: string): string => `Pods or workloads of ${namespace} cannot be read.`,
  tooYoung: (policy: string): string => `${policy} is younger than 24 hours; its pods may still come.`,
  fixSelector: 'Uses the nearest labels that exist. Check that they are the ones that were meant.',
  fixDelete: 'Delete the policy, or move it to the namespace that it was meant for.',
};

export const POL_005 = {
  podsNotRead: (policy: string): string =>
    `Pods of some namespaces cannot be read, so whether ${policy} was meant for another namespace is not known.`,
  titleWithout: (policy: string): string => `${policy} names no namespace`,
  summaryWithout: (namespace: string): string =>
    `Its manifest has no metadata.namespace, so it was read for ${namespace}, and protects nothing elsewhere. Where it lands depends on who applies it.`,
  title: (policy: string, meant: string): string => `${policy} may have been meant for ${meant}`,
  summary: (namespace: string, meant: string): string =>
    `It selects no pod in ${namespace}. The same selector fits in ${meant} and nowhere else, and ${meant} has no such policy.`,
  fixName: 'Set metadata.namespace to the namespace that was meant, once for each of them.',
  fixMove: 'Moves the policy to the namespace that its selector fits. Delete the other one.',
};

export function policyNotUnderstood(policy: string): string {
  return `${policy} could not be understood whole.`;
}
