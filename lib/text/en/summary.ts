/** Sentences on a cluster as a whole: banners, enforcement, search. DESIGN §6. */
import { count, countOf } from './count.ts';

export const DEMO = 'Demo data. Nothing here is your cluster.';
export const NO_PODS = 'No pods in this input.';
export const ENFORCEMENT_UNKNOWN = 'Enforcement unknown';
export const NOT_ENFORCED = 'Policies are not enforced. What the map shows is intent.';

export function sourceLost(cause: string | undefined): string {
  return `Connection lost${cause === undefined ? '.' : `: ${cause}`} You see the last state.`;
}
export function sourceFailed(cause: string | undefined): string {
  return cause ?? 'The source cannot be read.';
}
/** `without`: of how many namespaces pods, policies, one of these two, and at least some kind may not be read. */
export function limitedRights(
  known: number,
  without: { readonly pods: number; readonly policies: number; readonly either: number; readonly some: number },
): string {
  const all = countOf(known, 'namespace');
  const sentences: string[] = [];
  /** The first sentence says of what the numbers are. */
  const of = (number: number): string => `${count(number)} of ${sentences.length === 0 ? all : count(known)}`;
  if (without.pods > 0) sentences.push(`You can see ${of(known - without.pods)}.`);
  if (without.policies > 0) {
    const policies = sentences.length === 0 ? of(without.policies) : countOf(without.policies, 'namespace');
    sentences.push(`Policies of ${policies} cannot be read; what touches them is undecided.`);
  }
  if (without.some > without.either) sentences.push(`Some kinds cannot be read in ${of(without.some)}.`);
  return sentences.join(' ');
}
export function forbiddenKinds(kinds: readonly string[]): string {
  return `You may not read objects of ${kinds.length === 1 ? 'kind' : 'kinds'} ${listed(kinds)}. What they would decide is undecided.`;
}
export function failedKinds(kinds: readonly string[]): string {
  return `Objects of ${kinds.length === 1 ? 'kind' : 'kinds'} ${listed(kinds)} could not be read yet. Everything else is shown.`;
}
export function unreadObjects(unread: number, all: number): string {
  return `${count(unread)} of ${countOf(all, 'object')} could not be read, or not in full. Everything else is shown.`;
}
export function absentNamespaces(names: readonly string[]): string {
  const one = names.length === 1;
  return `${one ? 'Namespace' : 'Namespaces'} ${listed(names)} ${one ? 'is' : 'are'} not in the input. Rules on ${one ? 'its' : 'their'} labels are undecided.`;
}
export function unevaluatedKinds(objects: number, kinds: readonly string[]): string {
  return `${countOf(objects, 'policy', 'policies')} of other kinds (${listed(kinds)}) not evaluated. What they touch is undecided.`;
}
export function noPolicySelects(pods: number): string {
  return pods === 1
    ? 'No policy selects the only pod: everybody can reach it on any port.'
    : `No policy selects any pod: all ${count(pods)} pods can reach each other on any port.`;
}
/** "Cilium on 3 of 3 nodes, not tested". */
export function enforcementDeclared(profile: string): string {
  return `Declared as enforced, profile ${profile}`;
}

const LISTED = 5;
function listed(names: readonly string[]): string {
  const rest = names.length - LISTED;
  return rest > 0 ? `${names.slice(0, LISTED).join(', ')} and ${count(rest)} more` : names.join(', ');
}
