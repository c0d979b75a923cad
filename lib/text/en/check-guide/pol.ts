/** The checks of mistakes in policies, told for people. */
import type { CheckGuide } from './guide.ts';

export const POL_GUIDE = {
  'POL-001': {
    name: '"Deny" that allows all',
    plain: [
      'In a rule, an empty list of programs means "all of them", not "none". So a rule that was meant to lock everything can open it.',
      'This check asks: **does a rule that calls itself a lock let the whole compartment in?**',
    ],
    drawing: {
      many: ['neighbour', 'new tomorrow'],
      one: 'personal data',
      toward: 'one',
      gap: ['gap', 'gap'],
      passes: ['closed', 'closed'],
    },
    gap: 'It is called deny-all, and admits everybody in the namespace.',
    passes: 'No rule at all under the lock: nothing comes in.',
    limits: [
      'That openness was not wanted. The name says otherwise.',
      'That other namespaces can get in: they cannot.',
    ],
    act: 'Whoever wrote the rule takes one line away.',
    condition:
      'A rule has a peer {podSelector: {}} without namespaceSelector, and the name or annotations of the policy say deny, block, isolate or lockdown; or it is the only rule and the namespace holds P* and other workloads.',
    severity: 'medium, lifted to the worst connection that changes when it is repaired.',
    unknown: 'When another kind of policy may decide. A policy that could not be read is not evaluated.',
    evidence: 'A connection that exists because of this peer.',
    fix: 'Remove the rule (ingress: []), or name the peers.',
    falseAlarm: 'Openness inside the namespace is meant: rename the policy, or annotate intent: same-namespace.',
  },
  'POL-002': {
    name: 'Rule that allows all',
    plain: [
      'A rule without limits lets everybody in, or lets a program go everywhere. That can be meant, for a public page. Often it was left over from a test.',
      'This check asks: **is there a rule that stands for "everything"?**',
    ],
    drawing: {
      many: ['one client', 'anybody'],
      one: 'a program',
      toward: 'one',
      gap: ['gap', 'gap'],
      passes: ['allowed', 'closed'],
    },
    gap: 'The rule is empty, and empty means all.',
    passes: 'The rule names who, and on which port.',
    limits: ['That personal data is behind it. Then the severity is higher.', 'That it was not meant.'],
    act: 'Whoever wrote the rule names the partners.',
    condition:
      'A rule is {}; or from or to is missing or []; or a set of CIDRs covers 0.0.0.0/0 or ::/0 (also as halves); or only IPv4 is restricted on a cluster with both families.',
    severity: 'low; lifted if a connection with P* depends on it.',
    unknown: 'When a rule could not be understood it is not evaluated.',
    evidence: 'The rule, and the addresses that it covers.',
    fix: 'Name peers and ports.',
    falseAlarm:
      'Public front ends are meant so: exposure is counted by EXP; annotate the policy ringfence.dev/intent: public.',
  },
  'POL-003': {
    name: 'Rule points the wrong way',
    plain: [
      'A rule protects the program that it is written for, and names who may connect **to** it. It is easy to swap the two.',
      'This check asks: **does a rule protect the client from the database, instead of the database from everybody else?**',
    ],
    drawing: {
      many: ['application', 'anybody'],
      one: 'database',
      toward: 'one',
      gap: ['gap', 'gap'],
      passes: ['allowed', 'closed'],
    },
    gap: 'The lock hangs on the wrong door.',
    passes: 'The database admits its application, and nobody else.',
    limits: [
      'That it was a mistake: a database may push. Then say so.',
      'What other rules do; they are looked at too.',
    ],
    act: 'Whoever wrote the rule swaps two lines. The gap carries the text.',
    condition:
      'A rule of policy q that selects T with peers F: no pod of T serves the rule’s port while one of F does; or T is a client and F a store of the same application, and F is not isolated or T may not connect to it. Egress in the same way.',
    severity: 'medium; high if F in P* is not isolated.',
    unknown: 'When nothing says what serves which port.',
    evidence: 'What the policy protects, from whom, and what nothing protects.',
    fix: 'The swapped policy.',
    falseAlarm: 'A database that pushes (webhooks, change capture): protect the database too, and the gap closes.',
  },
  'POL-004': {
    name: 'Rule for nobody',
    plain: [
      'A rule says which programs it is for, by their labels. One wrong letter, and it is for nobody.',
      'This check asks: **is there a rule that fits no program at all?** It looks like protection and is none.',
    ],
    gap: 'The rule is for "databse"; the program is called "database".',
    passes: 'The rule fits the program that it was written for.',
    limits: ['That anything is open. Another rule may protect the program.', 'That the rule is not kept for later.'],
    act: 'Whoever wrote the rule repairs the selector, or deletes the rule.',
    condition: 'No live pod and no pod template of the namespace matches spec.podSelector, for more than 24 hours.',
    severity:
      'low; medium if its name or labels point to an application in P*; lifted to the worst connection of P* that its repair closes.',
    unknown:
      'When pods or workloads of the namespace cannot be read. A policy that could not be read is not evaluated.',
    evidence: 'The selector beside the nearest labels.',
    fix: 'The repaired selector, or delete.',
    falseAlarm:
      'Workloads scaled to zero and CronJobs count by their template; preview environments may need a waiver.',
  },
  'POL-005': {
    name: 'Rule in the wrong place',
    plain: [
      'Rules work only in the compartment that they were put in. A file that does not name one ends up in the default one.',
      'This check asks: **did a rule end up where it protects nothing, while the programs that it fits stand elsewhere?**',
    ],
    gap: 'The rule lies in tools; the database is in production.',
    passes: 'The rule lies where the database is.',
    limits: ['Where it was meant to be. The gap names the only place that fits.', 'What a deployment tool adds later.'],
    act: 'Whoever deploys the rule adds the name of the namespace.',
    condition:
      'The policy selects no pod in its namespace, and the same selector matches pods in exactly one other that has no such policy; or the manifest names no namespace.',
    severity:
      'medium, lifted to the worst connection of P* that it closes where it belongs; info for what Helm renders, whose namespace is not in the file.',
    unknown: 'When pods of the namespaces cannot be read.',
    evidence: 'The namespace that fits, and the pods there that nothing isolates.',
    fix: 'Set metadata.namespace.',
    falseAlarm: 'Helm with --namespace, read from files: a note only.',
  },
  'POL-006': {
    name: 'Rule that leads nowhere',
    plain: [
      'A rule can name a partner that does not exist, or a port that nobody serves. It opens nothing, and what was meant to work does not.',
      'This check asks: **does a rule name something that is not there?**',
    ],
    drawing: {
      many: ['not there', 'real client'],
      one: 'a program',
      toward: 'one',
      gap: ['none', 'closed'],
      passes: ['none', 'allowed'],
    },
    gap: 'The rule admits a client that nobody is called.',
    passes: 'The rule admits the client that exists.',
    limits: ['That anything is open.', 'That the partner will not come tomorrow.'],
    act: 'Whoever wrote the rule corrects the name or the port.',
    condition:
      'A peer selector matches nothing; or a named port that no selected pod declares (ingress: of the target, egress: of the destination); or a protocol and port that no endpoint serves; or endPort below port, or beside a named port.',
    severity: 'low; medium if it is the only DNS rule or the only client rule of a P* workload.',
    unknown: 'When pods or namespaces cannot be read.',
    evidence: 'The peer or port, and the nearest match.',
    fix: 'Correct it.',
    falseAlarm: 'A workload of the future: annotate the policy ringfence.dev/expected-from.',
  },
  'POL-007': {
    name: '"Or" where "and" was meant',
    plain: [
      'Two conditions in one entry of a rule mean **and**; in two entries they mean **or**. The difference is a single dash.',
      'This check asks: **does a rule admit many more than it would with "and"?**',
    ],
    drawing: {
      many: ['monitoring in ops', 'all in ops', 'all here'],
      one: 'personal data',
      toward: 'one',
      gap: ['allowed', 'gap', 'gap'],
      passes: ['allowed', 'closed', 'closed'],
    },
    gap: 'One dash too many: everybody in ops, and everybody here.',
    passes: 'Only the monitoring of ops.',
    limits: ['That "or" was not wanted.', 'That anybody of the others connected.'],
    act: 'Whoever wrote the rule merges the two entries.',
    condition:
      'One from or to list holds a peer with only a namespaceSelector and one with only a podSelector, the union is at least three times the intersection, and the intersection is not empty.',
    severity: 'medium if the extra peers reach P*, lifted to the worst of these connections; otherwise low.',
    unknown: 'When pods or namespaces cannot be read.',
    evidence: 'The extra peers that "or" admits.',
    fix: 'Both selectors in one entry.',
    falseAlarm: 'It is meant: annotate the policy ringfence.dev/intent: any-of.',
  },
  'POL-008': {
    name: 'Rule without effect',
    plain: [
      'Rules pile up. Some change nothing any more; some are overruled by others that stand above them.',
      'This check asks: **is there a rule that could go without any change, or a protection that something above it has switched off?**',
    ],
    gap: 'A rule for the whole cluster accepts what this one wanted to stop.',
    passes: 'Every rule changes something.',
    limits: [
      'That a second rule for the same thing is wrong: it may be wanted.',
      'Anything about a rule that could not be read.',
    ],
    act: 'Whoever wrote the rule deletes it; the platform team looks at what overrules.',
    condition:
      'Without the rule no Allow value changes (redundant); an earlier rule of an ordered tier covers its whole match (shadowed); an Accept of the Admin tier voids a restriction of a P* workload (overridden).',
    severity: 'info; overridden on P* high.',
    unknown:
      'When a rule that would decide could not be understood. Sixty rules are put to the engine; what is beyond is counted as not evaluated.',
    evidence: 'The rule that covers it.',
    fix: 'Delete it, or Pass instead of Accept.',
    falseAlarm: 'Defence in depth: annotate the policy ringfence.dev/intent: defence-in-depth.',
  },
  'POL-009': {
    name: 'Address range that misleads',
    plain: [
      'Programs of a cluster change their addresses all the time. A rule that names addresses inside of the cluster is right today and wrong tomorrow.',
      'This check asks: **does a rule use addresses where names of programs belong, or does another rule undo its exceptions?**',
    ],
    gap: 'The range covers the addresses of pods, which come and go.',
    passes: 'The rule names programs inside, and addresses outside.',
    limits: [
      'That the rule is without effect. Plugins differ, so the effect is not known.',
      'Who has the address tomorrow.',
    ],
    act: 'Whoever wrote the rule uses selectors instead.',
    condition:
      'An ipBlock overlaps pod, service or node ranges; or an except is opened again by another rule for the same pods; or an except lies outside its cidr.',
    severity: 'low; medium on P*.',
    unknown:
      'When only the addresses of Services overlap. Where the ranges of the cluster are not known, the check is not evaluated for them.',
    evidence: 'The overlap.',
    fix: 'Selectors instead of a CIDR.',
    falseAlarm: 'Targets on the host network need the range of the nodes.',
  },
  'POL-010': {
    name: 'Boundary that others can move',
    plain: [
      'A rule can trust whoever carries a certain label. If others can put that label on themselves, the boundary is theirs.',
      'This check asks: **does a rule that protects personal data trust labels that the other side sets?**',
    ],
    drawing: {
      many: ['meant client', 'with the label'],
      one: 'personal data',
      toward: 'one',
      gap: ['allowed', 'gap'],
      passes: ['allowed', 'closed'],
    },
    gap: 'Whoever writes team=crm on itself is let in.',
    passes: 'The rule names the namespace, which only the platform can.',
    limits: ['That anybody did so.', 'Whether the cluster stops people from setting that label.'],
    act: 'Whoever wrote the rule adds the name of the namespace; or the platform guards the label.',
    condition:
      'A peer from another namespace that reaches P* selects by namespace labels other than kubernetes.io/metadata.name, or by pod labels with namespaceSelector: {}.',
    severity: 'medium, lifted to the worst connection that the label opens.',
    unknown: 'Who may set labels is not read.',
    evidence: 'Who could match.',
    fix: 'Add kubernetes.io/metadata.name, or guard the label at admission.',
    falseAlarm: 'Labels that an admission policy guards: annotate the policy ringfence.dev/intent: guarded-labels.',
  },
} as const satisfies Record<string, CheckGuide>;
