/** The sentences of one pod's view: who can reach it, whom it can reach. Parts in bold are marked **so**. */
import { count, countOf, shareOf } from './count.ts';

export const POD_VIEW = {
  ownNamespace: 'same namespace',
  platform: 'platform',
  external: 'External',
  dns: 'DNS',
  internet: 'the internet',
  openIngress: 'No policy selects this pod for ingress, so everything is allowed.',
  openEgress: 'No policy selects this pod for egress, so everything is allowed.',
  noGate: 'It runs in the host network: policies do not bind it.',
  undecided: 'Whether a policy isolates it is undecided.',
  isolatedIngress: (policies: number): string =>
    `Isolated by ${countOf(policies, 'policy', 'policies')}. Only what a rule names may enter.`,
  isolatedEgress: (policies: number): string =>
    `Isolated by ${countOf(policies, 'policy', 'policies')}. Only what a rule names may leave.`,
  // Cluster-wide policies isolate nobody: each has a say, in the order of the tiers.
  closedIngress: (policies: number): string => `${haveSay(policies)}. Only what a rule names may enter.`,
  closedEgress: (policies: number): string => `${haveSay(policies)}. Only what a rule names may leave.`,
  partlyIngress: (policies: number): string => `${haveSay(policies)}. Whatever no rule closes may enter.`,
  partlyEgress: (policies: number): string => `${haveSay(policies)}. Whatever no rule closes may leave.`,
  notClosedIngress: (policies: number): string => `${haveSay(policies)}. None closes it for ingress.`,
  notClosedEgress: (policies: number): string => `${haveSay(policies)}. None closes it for egress.`,
  selects: (wanted: string, has: string): string => `Selects ${wanted}. This pod has ${has}.`,
  hostNetworkNotSelected: 'It runs in the host network, where no policy selects a pod.',
  noLabel: (key: string): string => `no label ${key}`,
  finished: (name: string): string => `${name} has finished: it does not communicate.`,
} as const;

/** "1 policy has a say", "4 policies have a say" */
export function haveSay(policies: number): string {
  return `${countOf(policies, 'policy', 'policies')} ${policies === 1 ? 'has' : 'have'} a say`;
}

/** "**25 of 40 pods** can reach crm-db-0 on **any port**." */
export function whoCanReach(name: string, pods: number, of: number, depends: number, on: string | undefined): string {
  if (pods === 0 && depends === 0) return `**No pod** can reach ${name}.`;
  const more = depends === 0 ? '' : ` Whether **${count(depends)}${pods === 0 ? '' : ' more'}** can is undecided.`;
  if (pods === 0) return `No pod can reach ${name} for certain.${more}`;
  return `**${shareOf(pods, of, 'pod')}** can reach ${name}${on === undefined ? ' on **some ports**' : ` on **${on}**`}.${more}`;
}

/** "It can reach **DNS** and **10.20.0.0/24**, nothing else." Told by name up to three, else counted. */
export function whatItReaches(
  names: readonly string[],
  counted: {
    readonly pods: number;
    readonly of: number;
    readonly outside: readonly string[];
    readonly depends: number;
  },
): string {
  const undecided =
    counted.depends === 0 ? '' : ` Whether it can reach **${countOf(counted.depends, 'more pod')}** is undecided.`;
  if (names.length === 0) {
    return counted.depends === 0 ? 'It can reach **nothing**.' : `It can reach nothing for certain.${undecided}`;
  }
  if (names.length <= 3) return `It can reach ${boldList(names)}, nothing else.${undecided}`;
  const pods = counted.pods === 0 ? [] : [shareOf(counted.pods, counted.of, 'pod')];
  const outside = counted.outside.length <= 2 ? counted.outside : [countOf(counted.outside.length, 'range')];
  return `It can reach ${boldList([...pods, ...outside])}.${undecided}`;
}

function boldList(words: readonly string[]): string {
  const bold = words.map((word) => `**${word}**`);
  return bold.length < 2 ? (bold[0] ?? '') : `${bold.slice(0, -1).join(', ')} and ${bold.at(-1)}`;
}
