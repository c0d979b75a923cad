/** Words round a candidate that opens or blocks a connection. */
import type { Wanted } from '#lib/policy/candidate/types.ts';

export const CANDIDATE_CARD = {
  title: 'What would change this?',
  ask: { open: 'What would open this?', block: 'What would block this?' } satisfies Record<Wanted, string>,
  called: { open: 'What opens it', block: 'What blocks it' } satisfies Record<Wanted, string>,
  working: 'Trying changes, the smallest first …',
  yaml: 'The change as YAML',
  simulate: 'Try it in a simulation',
} as const;
