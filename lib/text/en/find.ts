/** Words of find and hide, and of views that are kept. */

import { countOf } from './count.ts';

export const FIND = {
  hide: 'Hide',
  hideHint: 'Take what the filter finds out of the picture (H)',
  showAgain: 'Show again what is hidden',
} as const;

/** "Hidden: 12 workloads, 30 connections. 3 gaps are among them." */
export function hiddenSentence({
  boxes,
  lines,
  gaps,
}: {
  readonly boxes: number;
  readonly lines: number;
  readonly gaps: number;
}): string {
  if (boxes + lines === 0) return 'Nothing is hidden by it';
  const parts = [
    ...(boxes === 0 ? [] : [countOf(boxes, 'box', 'boxes')]),
    ...(lines === 0 ? [] : [countOf(lines, 'connection')]),
  ];
  const hidden = `Hidden: ${parts.join(', ')}`;
  return gaps === 0 ? hidden : `${hidden}. ${countOf(gaps, 'gap')} ${gaps === 1 ? 'is' : 'are'} among them.`;
}

export const editHidden = (hidden: readonly string[]) => `${hidden.join(' and ')}: change it in the filter`;

export const VIEWS = {
  button: 'Views',
  title: 'Saved views',
  none: 'No view is saved yet.',
  name: 'Name',
  save: 'Save this view',
  replace: 'Replace',
  remove: (name: string) => `Remove ${name}`,
  saved: (name: string) => `View ${name} saved`,
  notKept: 'This browser keeps nothing, so the view is not saved.',
  copy: 'Copy all as text',
  everything: 'no filter',
  where: 'Kept in this browser only.',
  exchange: 'Export or import',
  text: 'Views as text',
  take: 'Take over',
  unreadable: 'This is not a list of views as Ringfence writes it.',
  taken: (views: number) => `${countOf(views, 'view')} taken over`,
} as const;
