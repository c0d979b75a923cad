/** The checks of exposure to the outside, told for people. */
import type { CheckGuide } from './guide.ts';

export const EXP_GUIDE = {
  'EXP-001': {
    name: 'Internet reaches a store',
    plain: [
      'Some programs of a cluster are open to the outside: a web page must be. A place where personal data is stored need not be.',
      'This check asks: **can somebody on the internet open a connection straight to a store of personal data?**',
    ],
    drawing: {
      many: ['internet', 'its own app'],
      one: 'data store',
      toward: 'one',
      gap: ['gap', 'allowed'],
      passes: ['closed', 'allowed'],
    },
    gap: 'The store has a door to the outside, and rules let people through.',
    passes: 'The store is reached through its own program only.',
    limits: ['That anybody came in.', 'That no password is asked for.', 'What a firewall before the cluster does.'],
    act: 'The team that runs the store: take away the door, or let in named clients only.',
    condition:
      'w in P*, store(w), w is in the entry set, and Allow(internet or ingress controller, w, p) = true on a data port.',
    severity: 'Exposure 4 × class; exposure 3 for a private load balancer.',
    unknown: 'When the connection depends, or the kinds that open doors (Services, Ingresses, routes) cannot be read.',
    evidence: 'The entry object with its field, the port that it leads to, and the rule that admits.',
    fix: 'A Service of type ClusterIP, the exposure taken away, or an ingress rule for named clients.',
    falseAlarm:
      'A private load balancer (annotated as internal, or with loadBalancerSourceRanges) counts as private network, exposure 3.',
  },
  'EXP-002': {
    name: 'Internet to special category',
    plain: [
      'Whoever takes over a program that is open to the outside can go on from there: to what it may connect to, and from there again. Each step is called a **hop**.',
      'This check asks: **is there a chain of up to three allowed connections from the internet to data of a special category?**',
    ],
    drawing: {
      many: ['internet'],
      one: 'special category',
      toward: 'one',
      gap: ['gap'],
      passes: ['closed'],
    },
    gap: 'web page → service → health data: each step is allowed.',
    passes: 'The chain is cut at one place at least, or it is the declared one.',
    limits: [
      'That anybody took that way, or that a program on it has a flaw.',
      'That such a chain is wrong: an application of three layers needs one.',
    ],
    act: 'The gap names the cheapest place to cut. Whoever runs that program closes it, or the chain is declared.',
    condition:
      'The shortest path internet → … → s, s in S ∪ C ∪ K, has length ≤ 3, all connections true. One gap for each s, with the number of paths and the minimum cut.',
    severity: 'One hop critical, two high, three medium.',
    unknown: 'When a connection on every such path depends.',
    evidence: 'The path with the rule of each hop, and the cut.',
    fix: 'Close the cheapest connection of the cut.',
    falseAlarm: 'The intended chain: declare it, and the check only asks whether others exist.',
  },
  'EXP-003': {
    name: 'One pod leads to too much',
    plain: [
      'If one program that is open to the outside were taken over, how much personal data would lie within reach? That is called the **blast radius**.',
      'This check asks: **does one such program lead to more stores than agreed?**',
    ],
    drawing: {
      many: ['store 1', 'store 2', 'store 3'],
      one: 'web page',
      toward: 'many',
      gap: ['gap', 'gap', 'gap'],
      passes: ['allowed', 'closed', 'closed'],
    },
    gap: 'One web page leads to every store.',
    passes: 'It leads to its own store, and no further.',
    limits: [
      'That data was accessed. It shows possible reach, for planning and for estimates.',
      'That the budget is right. It is an agreement.',
    ],
    act: 'The team that runs the web page: allow it the connections that it needs, and no others.',
    condition:
      'For e in the entry set: the number of p in P* that e reaches within three hops is above the budget (stores outside the application of e: more than 0 of a special category, more than 3 of personal data).',
    severity: 'By the worst class within reach, exposure 3.',
    unknown: 'When the budget is passed only with connections that depend.',
    evidence: 'The count, the list, three shortest paths.',
    fix: 'An egress allow list on e.',
    falseAlarm: 'Gateways that aggregate: a budget of their own, with a reason.',
  },
  'EXP-004': {
    name: 'Exposure that rules cannot filter',
    plain: [
      'A rule can say "only from these addresses". Some doors into a cluster replace the address of the caller by another one on the way.',
      'This check asks: **does a rule rely on addresses of callers that may never arrive?** Then nobody can say what it does.',
    ],
    drawing: {
      many: ['a client', 'anybody'],
      one: 'personal data',
      toward: 'one',
      gap: ['depends', 'depends'],
      passes: ['allowed', 'closed'],
    },
    gap: 'The door changes the address; the rule sees another one.',
    passes: 'The address arrives as it is, or is filtered before.',
    limits: [
      'That callers are let in. It says that the rule decides nothing for certain.',
      'What your network plugin really does. The profile on the settings page says how it is read.',
    ],
    act: 'The team that runs the service, with one field of it; or the platform team at the gateway.',
    condition:
      'w in P* and in the entry set through NodePort or LoadBalancer with externalTrafficPolicy: Cluster, or hostPort or a proxy, and an ingress rule of w relies on an ipBlock of clients.',
    severity: 'medium; the result is UNKNOWN by the contract of Kubernetes: undefined for rewritten sources.',
    unknown: 'Always, where it applies. That is the finding.',
    evidence: 'The fields of the Service and the rule with the ipBlock.',
    fix: 'externalTrafficPolicy: Local, loadBalancerSourceRanges, or a filter at the gateway.',
    falseAlarm: 'Data planes that keep the address of the client: set the reading of the profile, with its source.',
  },
  'EXP-005': {
    name: 'Control plane within reach',
    plain: [
      'Every cluster has services for running itself: the one that all changes go through, an agent on each machine, a page of the cloud provider with access keys.',
      'This check asks: **can a program that is open to the outside, or that holds special categories, connect to these services?** Ordinary programs need not.',
    ],
    drawing: {
      many: ['access keys', 'machine agent'],
      one: 'web page',
      toward: 'many',
      gap: ['gap', 'gap'],
      passes: ['closed', 'closed'],
    },
    gap: 'A web page can ask the cloud for access keys.',
    passes: 'These services answer to nobody who does not need them.',
    limits: [
      'That keys were fetched, or that the provider would hand them out.',
      'What is blocked on the machine itself: that cannot be seen from here.',
    ],
    act: 'The team that runs the program, with an exception in its egress rule; the platform team for all at once.',
    condition:
      'w in the entry set ∪ S, and Allow(w, 169.254.169.254 or fd00:ec2::254, TCP/80) = true, or Allow(w, kubelet, 10250), or Allow(w, API server). Port 53 to 169.254.169.254 is left out.',
    severity: 'medium; high for an exposed workload with unrestricted egress.',
    unknown: 'When the connection depends, or the addresses of nodes and API server are not known.',
    evidence: 'The rule, or the proof of absence.',
    fix: 'An egress rule with except: [169.254.169.254/32].',
    falseAlarm: 'Programs that use the cloud’s interface or the API server: say so in a waiver.',
  },
} as const satisfies Record<string, CheckGuide>;
