/** The sentences of the policy inventory: what a policy isolates and what its rules open at its own gate. */
import { count, countOf } from './count.ts';
import { enumerate } from './why-engine.ts';

type Direction = 'ingress' | 'egress';

export const POLICY_VIEW = {
  anyone: 'anyone',
  selectsNothing: 'It selects no pod, so it changes nothing.',
  unread: 'Part of it could not be understood: what it means there is undecided.',
  deadPeers: 'No pod of the cluster matches.',
  deadPorts: 'It names no port that a selected pod has.',
  deadSubject: 'The policy selects no pod.',
} as const;

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

export function noSuchPolicy(kind: string, namespace: string, name: string): string {
  return `There is no ${kind} ${namespace}/${name}.`;
}
