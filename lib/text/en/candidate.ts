/** What would open or block a connection, in words. */
import type { Direction, NetworkPolicyPort } from '#lib/kube/objects.ts';
import type { CandidateEffect, Wanted } from '#lib/policy/candidate/types.ts';
import type { DependsReason, PolicyRef } from '#lib/policy/types.ts';
import { countOf } from './count.ts';
import { policyName } from './policy-name.ts';
import { dependsReason, enumerate } from './why-engine.ts';

type Port = { readonly protocol: string; readonly port: number } | undefined;

const MOST_NAMED = 3;

function named(ends: readonly string[]): string {
  return ends.length <= MOST_NAMED ? enumerate(ends) : `${countOf(ends.length, 'other end')}`;
}

function portsOf(ports: readonly NetworkPolicyPort[] | undefined): string {
  if (ports === undefined) return 'every port';
  return enumerate(
    ports.map(({ protocol = 'TCP', port }) => (port === undefined ? `any ${protocol} port` : `${protocol} ${port}`)),
  );
}

const preposition = (direction: Direction): string => (direction === 'ingress' ? 'from' : 'to');
const ruleWords = (rules: readonly number[]): string =>
  `${rules.length === 1 ? 'rule' : 'rules'} ${enumerate(rules.map(String))}`;

export const CANDIDATE = {
  addsRule: (
    policy: string,
    direction: Direction,
    end: string,
    others: readonly string[],
    ports: readonly NetworkPolicyPort[] | undefined,
  ): string =>
    `Adds an ${direction} rule to ${policy}: ${end} also admits traffic ${preposition(direction)} ${named(others)} on ${portsOf(ports)}.`,
  newAllows: (
    policy: string,
    direction: Direction,
    end: string,
    others: readonly string[],
    ports: readonly NetworkPolicyPort[] | undefined,
  ): string =>
    `A new policy ${policy} for ${end} admits ${direction} ${preposition(direction)} ${named(others)} on ${portsOf(ports)}.`,
  narrows: {
    port: (policy: string, direction: Direction, rules: readonly number[], _: readonly string[], port: Port): string =>
      `Takes the port${port === undefined ? '' : ` ${port.port}`} out of ${direction} ${ruleWords(rules)} of ${policy}.`,
    peer: (policy: string, direction: Direction, rules: readonly number[], others: readonly string[]): string =>
      `Takes what means ${named(others)} out of ${direction} ${ruleWords(rules)} of ${policy}.`,
    rule: (policy: string, direction: Direction, rules: readonly number[]): string =>
      `Removes ${direction} ${ruleWords(rules)} of ${policy}.`,
    except: (policy: string, direction: Direction, rules: readonly number[], others: readonly string[]): string =>
      `Leaves ${named(others)} out of ${direction} ${ruleWords(rules)} of ${policy}; everybody else stays in.`,
  },
  newAllBut: (policy: string, direction: Direction, end: string, others: readonly string[]): string =>
    `A new policy ${policy} isolates ${end} for ${direction} and admits everybody but ${named(others)}.`,
  already: {
    open: 'This is allowed already.',
    block: 'This is denied already.',
  } satisfies Record<Wanted, string>,
  adminDecides: (policies: readonly PolicyRef[]): string =>
    `No NetworkPolicy can change this: ${enumerate(policies.map((policy) => policyName(policy)))} of the Admin tier ${policies.length === 1 ? 'decides' : 'decide'} it before any NetworkPolicy is asked. Change that policy.`,
  noGate: (wants: Wanted): string =>
    wants === 'block'
      ? 'No NetworkPolicy can change this: no gate of a pod stands between these ends.'
      : 'No NetworkPolicy can change this: no gate of a pod is closed between these ends.',
  itself: 'No NetworkPolicy can change this: a pod always reaches itself.',
  stillDepends: (reasons: readonly DependsReason[]): string =>
    `Whatever is changed, this would still depend: ${enumerate(reasons.map(dependsReason))}.`,
  nothingFound: 'No change of NetworkPolicies was found that does this for certain. Edit one in the simulation.',
  tooMany: 'These ends stand for too many different pods. Ask for one workload.',
  found: (wants: Wanted, steps: number): string =>
    `The smallest change that ${wants === 'open' ? 'opens' : 'blocks'} this${steps === 1 ? '' : ` takes ${countOf(steps, 'step')}`}:`,
  effect: ({ opens, closes, outside, isolates, dns }: CandidateEffect): string => {
    const parts = [
      ...(opens === 0 ? [] : [`opens ${countOf(opens, 'other connection')}`]),
      ...(closes === 0 ? [] : [`closes ${countOf(closes, 'other connection')}`]),
      ...(isolates === 0 ? [] : [`isolates ${countOf(isolates, 'gate')} for the first time`]),
      ...(dns === 0 ? [] : [`may cut ${countOf(dns, 'workload')} off from DNS`]),
    ];
    if (parts.length === 0) return 'Confirmed by the engine: it changes this connection and no other.';
    const outer = outside === 0 ? '' : ` (${outside} of them with addresses outside)`;
    return `Confirmed by the engine. It also ${enumerate(parts)}${outer}.`;
  },
  change: (verb: 'opens' | 'closes' | 'changes', from: string, to: string): string => `${verb} ${from} to ${to}`,
} as const;
