/** The checks on what really happens, told for people. */
import type { CheckGuide } from './guide.ts';

export const OBS_GUIDE = {
  'OBS-001': {
    name: 'Seen, though not allowed',
    plain: [
      'The rules say who may connect. A source of traffic says who did.',
      'This check asks: **did a connection pass that nothing in force allows?** Then either the rules are not enforced there, or something decides that is not read, or it began before the rule did.',
    ],
    gap: 'A connection passed, and no rule admits it.',
    passes: 'Everything that passed is allowed by something.',
    limits: [
      'That data was taken. A connection was made; what went through it is not known.',
      'That somebody meant harm, or that a duty to notify exists. It is a reason to look.',
    ],
    act: 'The platform team looks whether policies are enforced at that node, and what else decides.',
    condition:
      'Of the last 24 hours: a flow that passed, whose ends, port and direction are known, while Allow(a, b, p) = false.',
    severity:
      'high where one of the ends is in P*; otherwise medium. As ever one level less where the class is only inferred.',
    unknown:
      'UNKNOWN, up to the severity, where a known cause may explain it: policies changed in the window, those of its time are not known, a connection older than they are, host network, a policy kind that is not evaluated, audit, a reply taken for a request, clocks apart. Not evaluated without a source of observed traffic; what was refused though all policies allow it is told there.',
    evidence: 'Connections, first and last seen, the source, and what denies it at each gate.',
    fix: 'Look at enforcement (ENF) first. Close what passes, or allow what is needed.',
    falseAlarm: 'Probes from the node and rewritten addresses: told as UNKNOWN, with the reason.',
  },
  'OBS-002': {
    name: 'Seen, but not declared',
    plain: [
      'A record of processing says where personal data goes. A source of traffic says what programs connect.',
      'This check asks: **does a program with personal data connect to somebody that nobody has declared?**',
    ],
    drawing: {
      many: ['declared', 'not declared'],
      one: 'personal data',
      toward: 'many',
      gap: ['allowed', 'gap'],
      passes: ['allowed', 'allowed'],
    },
    gap: 'It connects to a service outside that stands nowhere.',
    passes: 'Whatever was seen is declared as a flow or a recipient.',
    limits: [
      'That personal data went there. A connection was seen, not what it carried.',
      'What was not observed: the check tells of what was seen, never of what was not.',
    ],
    act: 'Whoever keeps the data map declares the recipient or the flow; or the connection is closed.',
    condition:
      'Of the last 24 hours: an allowed flow that was observed, with an end in P* outside the program’s own application, and neither a declared flow nor a declared recipient or consumer covers it.',
    severity: 'medium; high for an end outside the cluster. As ever one level less where the class is only inferred.',
    unknown: 'Not evaluated without a source of observed traffic, and where an end or who began is not known.',
    evidence: 'Connections, first and last seen, and the source.',
    fix: 'Declare it in the data map, or close it.',
    falseAlarm: 'Scanners, probes and name resolution: declare them once as a shared service.',
  },
} as const satisfies Record<string, CheckGuide>;
