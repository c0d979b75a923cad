/** The checks of enforcement, told for people. */
import type { CheckGuide } from './guide.ts';

export const ENF_GUIDE = {
  'ENF-001': {
    name: 'Are policies enforced at all?',
    plain: [
      'Rules are text. A part of the cluster, the **network plugin**, has to carry them out on every machine; some plugins do not.',
      'This check asks: **is there, on every machine, a plugin that is known to carry out the rules?** If not, every other result speaks of what was meant.',
    ],
    gap: 'The rules exist, and nobody carries them out.',
    passes: 'A plugin that is known to do so runs on every node.',
    limits: ['That each connection is filtered. Nothing is tested in the cluster.', 'That the plugin has no flaw.'],
    act: 'The platform team: switch enforcement on, or replace the plugin.',
    condition:
      'For each node: a policy agent is found (DaemonSets, node fields) that is in the set known to enforce. Known not to enforce: plain flannel, kubenet without add-on, EKS VPC CNI with enableNetworkPolicy=false. Otherwise UNKNOWN.',
    severity: 'critical if it is known not to enforce and P* exists; otherwise UNKNOWN.',
    unknown: 'When the plugin is not known, or nodes and DaemonSets are not in the input.',
    evidence: 'What was found on which node.',
    fix: 'Enable or replace the plugin.',
    falseAlarm:
      'A plugin that is not known here: say in the data map that it enforces (cni.enforces), with the reason.',
  },
  'ENF-002': {
    name: 'On the machine’s own network',
    plain: [
      'A program can run on the network of the machine itself instead of its own. Rules for programs then mostly do not apply to it.',
      'This check asks: **does such a program hold personal data, or can it reach some?**',
    ],
    drawing: {
      many: ['on the machine', 'another app'],
      one: 'personal data',
      toward: 'one',
      gap: ['gap', 'closed'],
      passes: ['closed', 'closed'],
    },
    gap: 'Rules stop the others, not the one on the machine.',
    passes: 'It has a network of its own, or nothing to do with the data.',
    limits: ['That rules have no effect: plugins differ.', 'What a firewall on the machine does.'],
    act: 'The team that runs it: take hostNetwork away. The platform team for agents that need it.',
    condition:
      'w.hostNetwork, and w in P*, or Allow(w, P*) is true or depends, or it runs on the same node as a pod of P*.',
    severity: 'high for w in P*; otherwise medium; info for known agents of the system.',
    unknown: 'Never: a connection that depends is enough, and so is the same node.',
    evidence: 'The field of the pod, and the nodes.',
    fix: 'Remove hostNetwork; a firewall on the host.',
    falseAlarm: 'Network plugins and node exporters need it.',
  },
  'ENF-004': {
    name: 'Policies that are not read',
    plain: [
      'Rules can be written in several languages. Ringfence reads some of them, and says so of the others.',
      'This check asks: **are there rules in a language that is not read, and might they concern personal data?** Then other results are open.',
    ],
    gap: 'A rule is there, and what it does is not known here.',
    passes: 'Every rule that is there is read.',
    limits: ['That these rules are wrong. They may well protect.', 'What they do.'],
    act: 'Nobody needs to change anything. Read these rules by hand until they are supported.',
    condition:
      'Objects of Cilium, Calico, Antrea, Istio or Linkerd authorisation, OVN EgressFirewall, or a newer version of a known kind, that select or may select a workload of P*.',
    severity: 'info: connections that they touch become undecided, and other checks say so.',
    unknown: 'Always, where it applies. That is the finding.',
    evidence: 'Kinds, counts, workloads that are touched.',
    fix: 'None: the reading is what is missing.',
    falseAlarm: 'Does not apply.',
  },
} as const satisfies Record<string, CheckGuide>;
