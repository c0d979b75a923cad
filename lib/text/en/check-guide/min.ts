/** The checks on least privilege over time, told for people. */
import type { CheckGuide } from './guide.ts';

export const MIN_GUIDE = {
  'MIN-001': {
    name: 'Permission that nobody uses',
    plain: [
      'Permissions are given for a reason, and the reason goes away. What nobody uses any more still lets somebody in.',
      'This check asks: **may a program connect to personal data that has not connected for a long time?** It needs a source of observed traffic that saw both programs nearly all of that time.',
    ],
    drawing: {
      many: ['in use', 'never seen'],
      one: 'personal data',
      toward: 'one',
      gap: ['allowed', 'gap'],
      passes: ['allowed', 'closed'],
    },
    gap: 'A program may connect, and for 90 days it did not.',
    passes: 'Whoever may connect was seen doing so.',
    limits: [
      'That the permission is not needed: a yearly job, or the restore after a disaster, was not due.',
      'Anything where less than 95 % of the time was observed: then it says that not enough was seen.',
    ],
    act: 'The owner of the program that holds the data takes the permission back, or notes that its use is rare and why.',
    condition:
      'For w in P* a workload a has Allow(a, w) = true, no connection from a to w was observed in N days (90, or `minimisation.unusedDays` of the data map), and both ends were observed in at least 95 % of them. One gap for each w.',
    severity: 'low; medium for special categories.',
    unknown:
      'Not evaluated without a source of observed traffic, where fewer than N days are kept, and below 95 %: the figure is told.',
    evidence: 'The connections that nobody used, with what admits them, the window and its coverage.',
    fix: 'A policy that keeps what was observed, or the permission taken back.',
    falseAlarm:
      'Yearly jobs and disaster recovery: annotate the client or the workload ringfence.dev/usage: rare, because.',
  },
  'MIN-002': {
    name: 'More ports than needed',
    plain: [
      'A program listens on ports, as a house has doors. A rule can open all of them although only one leads anywhere today.',
      'This check asks: **does a rule open many ports of a program with personal data that serves only a few?**',
    ],
    gap: 'The database serves one port; the rule opens 65,535.',
    passes: 'The rule names the port that the database serves.',
    limits: [
      'That somebody listens on the other ports. Today perhaps nobody does.',
      'What a program opens while it runs: only declared ports, probes and Services are known.',
    ],
    act: 'Whoever wrote the rule names the ports.',
    condition:
      'A rule to P* has no ports, or a range of more than 10, while a target declares, probes or serves 1 to 5 ports. For egress: a rule that means workloads, and neither everybody nor addresses.',
    severity: 'low; medium where the target is known to hold personal data.',
    unknown: 'Not evaluated for targets that tell no port.',
    evidence: 'The ports that are served and those that the rule opens, and a connection that goes through today.',
    fix: 'Exact ports.',
    falseAlarm: 'Servers that open ports as they run (FTP, RPC): a waiver.',
  },
} as const satisfies Record<string, CheckGuide>;
