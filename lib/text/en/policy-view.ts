/** The sentences of the policy inventory: what a policy isolates and what its rules open at its own gate. */
import { count, countOf } from './count.ts';
import { enumerate } from './why-engine.ts';

type Direction = 'ingress' | 'egress';

export const POLICY_VIEW = {
  anyone: 'anyone',
  everyPod: 'every pod',
  selectsNothing: 'It selects no pod, so it changes nothing.',
  unread: 'Part of it could not be understood: what it means there is undecided.',
  deadPeers: 'No pod of the cluster matches.',
  deadPorts: 'It names no port that a selected pod has.',
  deadSubject: 'The policy selects no pod.',
  deadUnknown: 'A peer has no field that is known here, so the rule fails closed.',
} as const;

/** A rule as a sentence names it: its policy and its place in the list, counted from 1. */
export interface NamedRule {
  readonly policy: string;
  readonly direction: Direction;
  readonly number: number;
}

/** Rules of one other policy are named by that policy; more than three rules are counted. */
function rulesInWords(rules: readonly NamedRule[]): string {
  const names = rules.map(({ policy, direction, number }) => `${policy} (${direction} rule ${number})`);
  return enumerate(names.length > 3 ? [...names.slice(0, 2), countOf(names.length - 2, 'more rule')] : names);
}

/** Why nothing changes without a rule. */
export const UNNEEDED = {
  redundant: (rules: readonly NamedRule[]): string =>
    rules.length === 0
      ? 'Changes nothing today: without it the same would happen.'
      : `Changes nothing today: ${rulesInWords(rules)} ${rules.length === 1 ? 'covers' : 'cover'} what it means.`,
  meansItself: 'Changes nothing today: it means only the pod that the policy selects.',
  shadowed: (rules: readonly NamedRule[]): string =>
    `Is never asked: ${rulesInWords(rules)} ${rules.length === 1 ? 'decides' : 'decide'} before it.`,
  overridden: (rules: readonly NamedRule[]): string =>
    `Changes nothing today: ${rulesInWords(rules)} ${rules.length === 1 ? 'decides' : 'decide'} first.`,
} as const;

/** An indication: what a container declares is not what it listens on. */
export function undeclaredPorts(ports: string): string {
  return `No pod that this rule reaches declares ${ports}. A pod may listen without declaring it.`;
}

export function isolates(pods: number, directions: readonly Direction[]): string {
  return `Isolates ${countOf(pods, 'pod')} for ${directions.join(' and ')}`;
}

/** "Isolates 3 pods for ingress; admits shop on TCP 8443." */
export function policySentence(isolated: string, opens: readonly string[]): string {
  return opens.length === 0 ? `${isolated}; opens nothing.` : `${isolated}; ${opens.join('; ')}.`;
}

export function ruleOpens(direction: Direction, ends: readonly string[], ports: string): string {
  const shown = ends.length > 3 ? [...ends.slice(0, 2), `${count(ends.length - 2)} more`] : ends;
  return direction === 'ingress'
    ? `admits ${enumerate(shown)} on ${ports}`
    : `lets out to ${enumerate(shown)} on ${ports}`;
}

const MAY_OPEN: Readonly<Record<Direction, string>> = {
  ingress: 'may admit anyone on any port',
  egress: 'may let out to anyone on any port',
};

/** "may admit anyone on any port, since 2 rules could not be understood" */
export function rulesMayOpen(direction: Direction, rules: number): string {
  return `${MAY_OPEN[direction]}, since ${countOf(rules, 'rule')} could not be understood`;
}

/** A rule that could not be read, by itself: it opens to nobody for certain. */
export function ruleMayOpen(direction: Direction): string {
  const may = MAY_OPEN[direction];
  return `${may.charAt(0).toUpperCase()}${may.slice(1)}, since it could not be understood.`;
}

/** "spec.ingress[0].from must be a list, but is the text "all"" */
export function unreadPart({ path, message }: { readonly path: string; readonly message: string }): string {
  return `${path} ${message}`;
}

export function ruleSentence(
  direction: Direction,
  ends: readonly string[],
  ports: string,
  dead: string | undefined,
): string {
  if (dead !== undefined) return `Opens nothing today. ${dead}`;
  const text = ruleOpens(direction, ends, ports);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

export function namedPorts(ports: string, names: readonly string[]): string {
  const named = names.map((name) => `"${name}"`).join(', ');
  return ports === 'no port' ? named : `${ports}, ${named}`;
}

/** "nodes", "nodes with zone in (a)" */
export function nodesWords(selector: string): string {
  return selector === '' ? 'nodes' : `nodes with ${selector}`;
}

/** "Applies to 3 pods for ingress and egress" */
export function appliesTo(pods: number, directions: readonly Direction[]): string {
  return `Applies to ${countOf(pods, 'pod')} for ${directions.join(' and ')}`;
}

/** "Applies to 3 pods for ingress: 1. denies shop on any port; 2. leaves anyone on TCP 53 to the next tier." */
export function clusterPolicySentence(applies: string, does: readonly string[]): string {
  if (does.length === 0) return `${applies}; says nothing.`;
  const [only] = does;
  const numbered = does.length === 1 ? only : does.map((text, index) => `${index + 1}. ${text}`).join('; ');
  return `${applies}: ${numbered}.`;
}

interface ClusterRule {
  readonly direction: Direction;
  readonly action: 'allow' | 'deny' | 'pass' | 'unknown';
  readonly failsClosed?: 'matches-nothing' | 'denies-all';
  readonly notUnderstood?: true;
}

const DOES: Readonly<Record<ClusterRule['action'], Readonly<Record<Direction, string>>>> = {
  allow: { ingress: 'admits', egress: 'lets out to' },
  deny: { ingress: 'denies', egress: 'denies going out to' },
  pass: { ingress: 'leaves', egress: 'leaves what goes out to' },
  unknown: { ingress: 'does what is not known to', egress: 'does what is not known to what goes out to' },
};

/** What a rule that could not be read may do to anyone. */
const MAY_DO: Readonly<Record<ClusterRule['action'], Readonly<Record<Direction, string>>>> = {
  allow: MAY_OPEN,
  deny: { ingress: 'may deny anyone on any port', egress: 'may deny going out to anyone on any port' },
  pass: {
    ingress: 'may leave anyone on any port to the next tier',
    egress: 'may leave what goes out to anyone on any port to the next tier',
  },
  unknown: {
    ingress: 'may admit or deny anyone on any port',
    egress: 'may allow or deny going out to anyone on any port',
  },
};

export function clusterRuleDoes(rule: ClusterRule, ends: readonly string[], ports: string): string {
  if (rule.notUnderstood === true) return `${MAY_DO[rule.action][rule.direction]}, since it could not be understood`;
  if (rule.failsClosed === 'matches-nothing') return 'fails closed and allows nothing';
  if (rule.failsClosed === 'denies-all') return 'fails closed and denies everything';
  const shown = ends.length > 3 ? [...ends.slice(0, 2), `${count(ends.length - 2)} more`] : ends;
  const whom = shown.length === 0 ? 'nobody today' : enumerate(shown);
  const does = `${DOES[rule.action][rule.direction]} ${whom} on ${ports}`;
  return rule.action === 'pass' ? `${does} to the next tier` : does;
}

export function clusterRuleSentence(rule: ClusterRule, ends: readonly string[], ports: string): string {
  const text = clusterRuleDoes(rule, ends, ports);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

export function noSuchPolicy(kind: string, namespace: string, name: string): string {
  return namespace === '' ? `There is no ${kind} ${name}.` : `There is no ${kind} ${namespace}/${name}.`;
}

/** "NetworkPolicy shop/web could not be read: spec.ingres is not a field …. What it means is undecided." */
export function unreadPolicy(kind: string, namespace: string, name: string, problems: readonly string[]): string {
  const object = namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
  return `${object} could not be read: ${problems.join('; ')}. What it means is undecided.`;
}
