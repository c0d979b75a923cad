/** Sentences and words of the simulation: its page, its lines on the map, its proposals for Git. */

import type { SceneChange } from '#lib/graph/types.ts';
import { countOf } from './count.ts';

export const newNamespaceDetail = 'new';

const CHANGE_VERBS: Readonly<Record<SceneChange, string>> = {
  opens: 'opens',
  closes: 'closes',
  changes: 'changes',
  depends: 'becomes undecided:',
};

/** "The simulation closes erp to crm-db on any port." */
export function changedEdgeSentence(
  change: SceneChange,
  from: string,
  to: string,
  ports: string,
  connections: number,
): string {
  const many = connections > 1 ? ` ${countOf(connections, 'connection')}.` : '';
  const what = change === 'depends' ? `What ${from} may reach of ${to} on ${ports} becomes undecided.` : undefined;
  return `${what ?? `The simulation ${CHANGE_VERBS[change]} ${from} to ${to} on ${ports}.`}${many}`;
}

export const changesOmitted = (count: number): string =>
  `${countOf(count, 'more changed connection')} ${count === 1 ? 'is' : 'are'} not drawn; the list beside the map has them.`;
