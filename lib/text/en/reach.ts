/** The words of `ringfence reach` around the engine's own sentences. */
import type { Footnote } from '#lib/policy/types.ts';
import { countOf } from './count.ts';

const FOOTNOTES: Readonly<Record<Footnote, string>> = {
  replies: 'Replies to an allowed connection are allowed; the other direction is a question of its own.',
  'own-node': "A pod's own node always reaches it.",
  'open-connections': 'What happens to connections that are open when a policy changes is up to the network plugin.',
  'host-network': 'Network plugins differ on pods in the host network.',
  self: 'A pod always reaches itself.',
  icmp: 'Policies tell nothing certain of ICMP and other protocols.',
  enforcement: 'Whether the network plugin enforces policies was not tested.',
  'ingress-controller': "What comes through an ingress controller comes from the controller's pod.",
  'service-translation': 'Ports are those of the pod, after the Service has translated them.',
  'source-rewriting':
    'What comes through its Service may come from a node instead: then rules for client addresses decide nothing.',
};

export const REACH = {
  because: (reason: string): string => `because ${reason}`,
  part: (verdict: string, pairs: number, example: string): string =>
    `${verdict}: ${countOf(pairs, 'pair')}, for example ${example}`,
  exampleFollows: 'The gates of the first example:',
  oneOfMany: 'Pairs differ. The gates of one of them:',
  allPairs: (ports: string): string => `Both gates let through, of all pairs: ${ports}.`,
  gate: (direction: 'ingress' | 'egress'): string => (direction === 'egress' ? 'Egress of' : 'Ingress of'),
  rule: (number: number, of: number): string => `rule ${number} of ${of}`,
  lines: (from: number, to: number): string => (from === to ? `line ${from}` : `lines ${from} to ${to}`),
  both: (ports: string): string => `Both gates let through: ${ports}.`,
  some: (ports: string): string => `For some pairs also: ${ports}; for the others not, or not for certain.`,
  depends: (ports: string): string => `Undecided: ${ports}.`,
  footnotes: FOOTNOTES,
  check: 'To check it in the cluster:',
} as const;
