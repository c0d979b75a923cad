/** What changed in a live cluster: the time line of a run's revisions, and how they compare. */

import type { RevisionComparison, RevisionEntry } from '#lib/api/revision-schemas.ts';
import type { KindCompleteness } from '#lib/kube/cluster-objects.ts';
import type { ObjectChange } from '#lib/kube/object-changes.ts';
import { count, countOf } from './count.ts';

export const LIVE = {
  title: 'What changed in this run',
  open: 'What changed',
  source: 'Source',
  revisions: 'Revisions',
  failed: 'The revisions could not be read.',
  loading: 'Reading',
  first: 'The first reading.',
  shown: 'shown',
  waiting: 'waits',
  compare: 'Compare',
  comparing: 'Comparing …',
  gone: 'no longer kept',
  nothing: 'Nothing around gaps and connections changed.',
  otherwise: 'Something else was read anew.',
  notRead: 'What is not read',
} as const;

const OTHERS: Readonly<Record<RevisionEntry['others'][number], string>> = {
  profile: 'The semantics profile was changed.',
  'data-map': 'The DataMap was changed.',
  waivers: 'Waivers were changed.',
  completeness: 'What can be read changed.',
  day: 'A new day: waivers and evidence are a day older.',
  traffic: 'Other traffic was observed.',
};

/** "NetworkPolicy crm/allow-db changed by kubectl-edit" */
export function changeSentence({ verb, kind, namespace, name, manager }: ObjectChange): string {
  const what = `${kind} ${namespace === undefined ? name : `${namespace}/${name}`} ${verb}`;
  return manager === undefined ? what : `${what} by ${manager}`;
}

export const otherSentence = (other: RevisionEntry['others'][number]) => OTHERS[other];
export const moreChanges = (more: number) => `and ${countOf(more, 'more change', 'more changes')}`;

/** "Since rev 3: 2 gaps opened, 1 closed; 4 connections opened, none closed." */
export function comparisonSentence({ from, counts }: RevisionComparison): string {
  const { gapsOpened, gapsClosed, connectionsOpened, connectionsClosed } = counts;
  if (gapsOpened + gapsClosed + connectionsOpened + connectionsClosed === 0)
    return `Since rev ${count(from)}: ${LIVE.nothing}`;
  const none = (value: number) => (value === 0 ? 'none' : count(value));
  return `Since rev ${count(from)}: ${gapsOpened === 0 ? 'no gap' : countOf(gapsOpened, 'gap')} opened, ${none(gapsClosed)} closed; ${connectionsOpened === 0 ? 'no connection' : countOf(connectionsOpened, 'connection')} opened, ${none(connectionsClosed)} closed.`;
}

/** "12 kinds read, 3 not" */
export function kindsRead(kinds: readonly Pick<KindCompleteness, 'state'>[]): string {
  const missing = kinds.filter(isMissing).length;
  const read = kinds.filter(({ state }) => state === 'read').length;
  return missing === 0 ? `${countOf(read, 'kind')} read` : `${countOf(read, 'kind')} read, ${count(missing)} not`;
}

/** Beside a number: what of its grounds was not read. `absent` kinds are not served, so nothing of them is missing. */
export const isMissing = ({ state }: Pick<KindCompleteness, 'state'>) => state !== 'read' && state !== 'absent';
export const notReadBeside = (kinds: number) => `${countOf(kinds, 'kind')} not read`;

/** Why a kind is not whole. */
export function missingKind(state: KindCompleteness['state'], denied = 0): string {
  switch (state) {
    case 'forbidden':
      return 'may not be read';
    case 'partial':
      return `may not be read in ${countOf(denied, 'namespace')}`;
    case 'failed':
      return 'could not be read';
    case 'read':
    case 'absent':
      return '';
  }
}
