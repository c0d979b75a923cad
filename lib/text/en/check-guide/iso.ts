/** The checks of isolation, told for people. */
import type { CheckGuide } from './guide.ts';

export const ISO_GUIDE = {
  'ISO-001': {
    name: 'Reachable from any pod',
    plain: [
      'A cluster runs many programs side by side. Each running copy is called a **pod**. Unless somebody writes a rule, every pod may connect to every other one.',
      'This check asks one question of each program that holds personal data: **could a program that has nothing to do with it, even one started by mistake tomorrow, open a connection to it?**',
    ],
    drawing: {
      many: ['its own app', 'another app', 'new tomorrow'],
      one: 'personal data',
      toward: 'one',
      gap: ['gap', 'gap', 'gap'],
      passes: ['allowed', 'closed', 'closed'],
    },
    gap: 'No rule: whoever is inside may knock.',
    passes: 'A rule names who may connect.',
    limits: [
      'That anybody did connect.',
      'That data would be handed out. A password may still be asked for.',
      'That an article is met or not met.',
    ],
    act: 'The team that runs the workload, with one policy. Each gap carries the text of it, and says what it would change.',
    condition:
      'w in P*, and for the phantom pod of at least one other namespace Allow(phantom, w, p) = true, for a port p that w declares or serves. Cause: no policy isolates w for ingress in any tier; or a rule opens it: from absent or empty, namespaceSelector: {}, a CIDR over the pod range, Accept in the Admin tier.',
    severity:
      'Exposure 3 × class: personal high, special critical, unknown medium. One lower if the class is only inferred.',
    unknown:
      'When the deciding connection depends: named port not resolved, policy kind not evaluated, policies not read.',
    evidence:
      'The phantom connection and the proof of absence, or the opening rule; the workloads that can connect today.',
    fix: 'Default deny for ingress, and an allow list of the clients that the rules and declarations name.',
    falseAlarm:
      'Mutual TLS with authorisation does not cancel it; it may justify a waiver. Probes from the node are always allowed and are not counted.',
  },
  'ISO-002': {
    name: 'No default deny',
    plain: [
      'Programs live in compartments called **namespaces**. A compartment can be closed by default: then a new program reaches nothing, and nothing reaches it, until somebody opens a path.',
      'This check asks of each compartment with personal data: **would a program that somebody adds tomorrow be closed off?**',
    ],
    drawing: {
      many: ['anything'],
      one: 'new tomorrow',
      toward: 'one',
      gap: ['gap'],
      passes: ['closed'],
    },
    gap: 'What is new starts open.',
    passes: 'What is new starts closed.',
    limits: [
      'That today’s programs are open. Each may have a rule of its own.',
      'That a default is all that Art. 25(2) asks for. It supports one part of it.',
    ],
    act: 'Whoever runs the namespace, with one policy for all of it. Connections that are needed must be allowed before.',
    condition:
      'The namespace contains w in P*, and its phantom pod is not isolated for ingress, or not for egress. One result for each direction.',
    severity: 'medium; special category high; unknown class low.',
    unknown: 'When policies of a kind that is not evaluated may isolate, or policies of the namespace cannot be read.',
    evidence: 'The proof of absence for the phantom pod; which existing policies would not catch a new pod, and why.',
    fix: 'A NetworkPolicy with podSelector: {} and both policyTypes, with DNS allowed; or a rule of the Baseline tier.',
    falseAlarm: 'A namespace whose pods are all created by one operator with fixed labels.',
  },
  'ISO-003': {
    name: 'Across purposes, not declared',
    plain: [
      'Personal data is collected for a purpose, and one organisation is responsible for it. Both can be written down for each program.',
      'This check asks: **can a program that serves another purpose, or belongs to another organisation, connect to the data, without anybody having declared that flow?**',
    ],
    drawing: {
      many: ['same purpose', 'other purpose'],
      one: 'personal data',
      toward: 'one',
      gap: ['allowed', 'gap'],
      passes: ['allowed', 'closed'],
    },
    gap: 'A path between two purposes that nobody declared.',
    passes: 'The path is closed, or declared with its reason.',
    limits: [
      'That data is used for another purpose. A path is an opportunity, not a processing.',
      'Whether the purposes are compatible. That is a question of law.',
    ],
    act: 'The owners of both programs: close the path, or declare the flow with purpose and basis in the data map.',
    condition:
      'Allow(a, w, p) = true, w in P*, namespaces differ, no declared flow covers (a, w, p), and both purposes are declared and have nothing in common, or the controllers differ.',
    severity: 'Exposure 2 × class; exposure 3 for another controller.',
    unknown: 'UNKNOWN when the connection depends. Not evaluated where no purposes and no controllers are declared.',
    evidence: 'Both purposes or controllers with their sources, and the rule that admits the connection.',
    fix: 'Narrow the peer of the rule, or declare the flow.',
    falseAlarm: 'Shared services such as identity or mail: declare the flow once, as a shared service.',
  },
  'ISO-004': {
    name: 'Special category not kept apart',
    plain: [
      'Some data deserves more care: health, belief, biometrics, criminal records. The law calls the first ones **special categories**.',
      'This check asks: **can ordinary programs, which nobody has named as users of that data, connect to it?** Also those that stand in the same compartment.',
    ],
    drawing: {
      many: ['named user', 'ordinary app'],
      one: 'special category',
      toward: 'one',
      gap: ['allowed', 'gap'],
      passes: ['allowed', 'closed'],
    },
    gap: 'An ordinary program shares the room with health data.',
    passes: 'Only those named as users can connect.',
    limits: [
      'That the processing is lawful or not. Art. 9 is about that; a path is not.',
      'That the list of users is complete. It is what somebody declared.',
    ],
    act: 'The team that runs the data: a rule for each program inside the namespace, or a namespace of its own.',
    condition:
      's in S ∪ C, and there is a of class none, unknown or personal, not among the declared consumers of s, with Allow(a, s, p) = true; or s shares a namespace with workloads outside its consumers and no policy inside the namespace tells them apart.',
    severity: 'Exposure 1 to 3 × class, by where the worst non-consumer stands.',
    unknown: 'When the connection depends.',
    evidence: 'The non-consumer with the rule, and the list of consumers with its source.',
    fix: 'Rules for each workload inside the namespace, or a namespace of its own.',
    falseAlarm: 'The list of consumers is incomplete: add who is missing to the data map.',
  },
  'ISO-005': {
    name: 'Production reachable from elsewhere',
    plain: [
      'Test and development systems are less guarded than production: more people may change them, and newer software runs there.',
      'This check asks: **can a program of test or development connect with production programs that hold personal data, in either direction?**',
    ],
    drawing: {
      many: ['production app', 'test app'],
      one: 'production data',
      toward: 'one',
      gap: ['allowed', 'gap'],
      passes: ['allowed', 'closed'],
    },
    gap: 'A test program can connect to production data.',
    passes: 'Nothing crosses from one environment to the other.',
    limits: [
      'That test data is real data. It says that a path exists.',
      'That the environment is right where it was inferred from a name.',
    ],
    act: 'The platform team, with one rule on the label of the environment.',
    condition: 'env(a) ≠ env(w), one of them is prod, w in P*, and Allow(a, w, p) = true or Allow(w, a, p) = true.',
    severity: 'Exposure 3 × class.',
    unknown: 'UNKNOWN when the connection depends. Not evaluated for workloads whose environment is not known.',
    evidence: 'The environment of both with its source, and the rule.',
    fix: 'A namespaceSelector on a label that the platform sets, or a deny in the Admin tier.',
    falseAlarm: 'Backup, restore or promotion of releases: a grant with an end, and a waiver until then.',
  },
  'ISO-006': {
    name: 'Pseudonyms can be traced back',
    plain: [
      'Data can be **pseudonymised**: names are replaced by numbers, and the list that leads back is kept elsewhere. That helps only as long as both stay apart.',
      'This check asks: **can the program with the numbers connect to the program with the list, or the other way round?**',
    ],
    drawing: {
      many: ['numbers', 'pseudonymiser'],
      one: 'list of names',
      toward: 'one',
      gap: ['gap', 'allowed'],
      passes: ['closed', 'allowed'],
    },
    gap: 'Whoever holds the numbers can ask for the names.',
    passes: 'Only the program that replaces the names reaches the list.',
    limits: [
      'That anybody joined both. It says that they are not kept apart on the network.',
      'That the data is anonymous where this passes.',
    ],
    act: 'The team that runs the list: deny both ways, but for the pseudonymising service.',
    condition:
      'd has pseudonymisation-domain X, k holds the additional information of X: Allow(d, k) = true, or k has Allow = true to a store of d; indirect within three hops is a note. The declared pseudonymiser is out.',
    severity: 'high if direct; info if indirect.',
    unknown:
      'UNKNOWN when the connection depends. Not evaluated where no domain is declared, or a label names a part that is none.',
    evidence: 'The path with its rules, and the ids of the domain.',
    fix: 'Deny both directions, except for the pseudonymising service.',
    falseAlarm: 'The pseudonymiser itself: declare its part as pseudonymiser.',
  },
} as const satisfies Record<string, CheckGuide>;
