/** The checks of name resolution, told for people. */
import type { CheckGuide } from './guide.ts';

export const DNS_GUIDE = {
  'DNS-001': {
    name: 'Cannot resolve names',
    plain: [
      'Programs find each other by name, and a directory called **DNS** turns names into addresses. A rule that limits what a program may connect to often forgets the directory.',
      'This check asks: **did a rule cut a program off from the directory?** Then it fails, and people tend to remove the whole rule again.',
    ],
    drawing: {
      many: ['its partner', 'directory (DNS)'],
      one: 'a program',
      toward: 'many',
      gap: ['allowed', 'closed'],
      passes: ['allowed', 'allowed'],
    },
    gap: 'The partner is open, the directory is not.',
    passes: 'The directory is open too, on port 53.',
    limits: [
      'That the program fails: it may use addresses only.',
      'That a protective rule is wrong. It lacks one line.',
    ],
    act: 'The team that wrote the rule adds the directory to it. The gap carries the lines.',
    condition:
      'w is isolated for egress, and for every resolver r: Allow(w, r, UDP/53) ≠ true. Variants: UDP allowed and TCP not (info); port 53 without protocol, which means TCP only. Without a resolver in the input, kube-system pods with k8s-app=kube-dns are assumed, and the gap says so.',
    severity: 'medium; info where only TCP is missing.',
    unknown: 'When the connection depends, or a link-local resolver is allowed and none is in the input.',
    evidence: 'The proof of absence, and the policy that isolates.',
    fix: 'UDP and TCP 53 to the resolver.',
    falseAlarm: 'Workloads with dnsPolicy: None use a resolver of their own: not applicable.',
  },
  'DNS-002': {
    name: 'Directory of anybody',
    plain: [
      'Questions to the directory can carry data out in small pieces, and whoever answers them learns what is asked.',
      'This check asks: **may a program with personal data ask any directory on the internet, although the cluster has its own?**',
    ],
    drawing: {
      many: ['own directory', 'any directory'],
      one: 'personal data',
      toward: 'many',
      gap: ['allowed', 'gap'],
      passes: ['allowed', 'closed'],
    },
    gap: 'Port 53 is open to the whole internet.',
    passes: 'Only the directory of the cluster can be asked.',
    limits: ['That such questions were asked.', 'What the directory of the cluster passes on.'],
    act: 'The team that wrote the rule names the directory of the cluster instead.',
    condition: 'w in P*, and Allow(w, internet, UDP or TCP/53, or 853) = true, while the cluster has DNS.',
    severity: 'medium; special category high.',
    unknown: 'When the connection depends.',
    evidence: 'The rule.',
    fix: 'Only the resolver of the cluster; its own upstreams declared.',
    falseAlarm: 'The pods of the resolver itself.',
  },
} as const satisfies Record<string, CheckGuide>;
