/** Words of docs/checks.md and of the checks page. */

/** Appendix E of the rules on wording: every check and every gap ends with it. */
export const CLOSING =
  'This is technical evidence about network reachability at the stated time. Whether an obligation is met is for the controller to judge.';

export const CHECKS_DOCUMENT = {
  title: 'Checks',
  intro: [
    'What each check of this version asks, when it finds a gap, how bad that is, and which articles and catalogues it supports. This file is written from the registry by `npm run docs:checks`; a test fails when it is old. The page *Checks* of each cluster shows the same beside the results.',
    'A check asks the engine only. What is certain is a gap (FAIL) or no gap (PASS); what depends is UNKNOWN, with the reason and the severity that it could have; what could not be looked at is NOT_EVALUATED, with the reason. An accepted gap is WAIVED and stays in every list.',
    'In conditions, P is the workloads with personal data, S ⊂ P special categories (Art. 9), C criminal records (Art. 10), K data of children; P* also takes in workloads whose class is unknown, with the severities of that column, and those that inherit from their namespace that they have none: only a workload that is declared to have none is left out. `Allow(a, b, p)` is true where both gates, egress of a and ingress of b, let port p through for certain. The phantom pod of a namespace is a pod without labels: the only honest test of "by default".',
    CLOSING,
  ],
  condition: 'Condition',
  severity: 'Severity',
  unknown: 'Unknown',
  evidence: 'Evidence',
  fix: 'Fix',
  falseAlarm: 'Known false alarm',
  limits: 'What it does not say',
  articles: 'Why the articles support it',
  references: 'Also cited by',
  failing: 'A gap',
  passing: 'Passes',
  dataMap: 'Data map of both',
  waivers: 'Waivers of both',
  flows: 'Observed in both, over 90 days at every node',
} as const;
