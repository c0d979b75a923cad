/** The checks of the evidence itself, told for people. */
import type { CheckGuide } from './guide.ts';

export const GOV_GUIDE = {
  'GOV-001': {
    name: 'Record data missing',
    plain: [
      'An organisation keeps a **record of processing**: who is responsible, what for, about whom, for how long.',
      'This check asks: **does a program with personal data lack the entries that lead to that record?**',
    ],
    gap: 'Nobody can tell which entry of the record it belongs to.',
    passes: 'Owner, purpose, record id, subjects and retention are noted.',
    limits: [
      'That the record lacks anything. The record is elsewhere; only the reference is looked for.',
      'That what is noted is right.',
    ],
    act: 'The owner of the program adds annotations, or whoever keeps the data map does.',
    condition: 'w in P* lacks any of: owner, purpose, record id, data subjects, retention reference.',
    severity: 'low.',
    unknown: 'Does not arise.',
    evidence: 'The missing keys.',
    fix: 'Annotations, or an entry in the data map.',
    falseAlarm: 'Small organisations under Art. 30(5): declare the record as exempt, with a reason.',
  },
  'GOV-003': {
    name: 'Evidence or waiver out of date',
    plain: [
      'Evidence ages. Permissions to read are taken away, exceptions run out, tables get old.',
      'This check asks: **is something that the other results rest on incomplete, old, or past its end?**',
    ],
    gap: 'A waiver ended last month, and the gap is still there.',
    passes: 'All could be read, and every waiver still holds and is used.',
    limits: [
      'That a gap is hidden. Nothing that could not be read is counted as passed.',
      'That anything changed meanwhile.',
    ],
    act: 'The platform team grants what is needed to read; the risk owner renews or ends the waiver.',
    condition:
      'A listing was denied or cut short for a kind in scope; the snapshot is older than 24 hours; a waiver has expired, matches nothing or covers more than it did; the adequacy table is older than 180 days; less than 95 % of the last day was observed at a node, where a source observes traffic.',
    severity: 'medium; what depends on it is not evaluated.',
    unknown: 'Not evaluated for ages where the time of the source is not known.',
    evidence: 'The list of what is out of date.',
    fix: 'Grant the reading, renew or delete the waiver.',
    falseAlarm: 'None.',
  },
} as const satisfies Record<string, CheckGuide>;
