/** Sentences of the two pages for management. */

import { countOf } from './count.ts';

export const SHORT = {
  where: 'Where we stand',
  intro: (date: string, scope: string, chain: string): string =>
    `What the network policies of the cluster let reach personal data, as it stood on ${date}. Scope: ${scope}. Chain: ${chain}.`,
  next: 'What to do next',
  step: (title: string, note: string): string => `${title}. ${note}`,
  classify: (workloads: number): string =>
    `${countOf(workloads, 'workload has', 'workloads have')} no known data class: declare what ${workloads === 1 ? 'it holds' : 'they hold'}, so that the numbers above mean something for ${workloads === 1 ? 'it' : 'them'}, too.`,
  enforce:
    'Establish whether the network plugin enforces policies: until then this shows what they say, not what happens.',
  expired: (waivers: number): string =>
    `${countOf(waivers, 'acceptance has', 'acceptances have')} ended: decide again.`,
  accepted: 'Who accepts what',
  moreWaivers: (more: number): string => `and ${more} more in the full report.`,
  limits: [
    'Allowed does not mean happened: it shows which connections are possible, not which were made.',
    'Technical evidence about network reachability. Whether an obligation is met is for the controller to judge; it is not legal advice.',
  ],
  evidence: 'Evidence',
  evidenceText:
    'The full report of this snapshot carries its evidence as an attachment; anybody can compute it again from there. This short form was made from the same evidence:',
} as const;
