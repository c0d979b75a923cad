import { count } from './count.ts';

/** What `list --flows` says beside the allowed relation. */
export const LIST_FLOWS = {
  onlyTables: '--flows adds columns: -o table or csv.',
  columns: ['SEEN', 'STATE'],
  beside: (passed: number, denied: number, wouldDeny: number, unjudged: number, refusedThoughAllowed: number): string =>
    `Observed, and on no line: ${count(passed)} passed though nothing allows it, ${count(denied)} refused, ${count(wouldDeny)} would be refused, ${count(unjudged)} that nobody can judge.${refusedThoughAllowed === 0 ? '' : ` Policies allow ${count(refusedThoughAllowed)} of what was refused or is reported so.`} Files prove of nothing that it is not used.`,
} as const;
