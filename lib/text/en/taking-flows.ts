import { countOf } from './count.ts';

/** A file of observed flows that is dropped on the page. */
export const TAKING_FLOWS = {
  taking: (file: string): string => `Taking in the flows of ${file}`,
  taken: 'Flows taken in',
  open: 'Open the traffic',
  failed: 'The flows could not be taken in.',
  accepted: (flows: number): string => `${countOf(flows, 'flow')} taken in`,
  unreadable: (lines: number): string => `${countOf(lines, 'line')} could not be read`,
  withoutFlow: (lines: number): string =>
    `${countOf(lines, 'line')} ${lines === 1 ? 'tells' : 'tell'} of no connection: of something else, or of one that was told already`,
  tooOld: (flows: number): string =>
    `${countOf(flows, 'flow')} too old: from before the minutes that are kept, and counted as lost`,
  lost: (flows: number): string =>
    `${countOf(flows, 'flow')} lost: without room, or missing in the file as it says itself`,
  more: (lines: number): string => `and ${countOf(lines, 'further line', 'further lines')}`,
  proof: 'A file says nothing of what was not written into it: no permission counts as unused because of it.',
  noCluster: 'This file has observed flows. Open the cluster that they are of first, and drop it there.',
  emptyCluster: (cluster: string): string =>
    `${cluster} has nothing that flows could be of: open the cluster's objects first.`,
  badGzip: 'The file is gzipped and cannot be unpacked to its end.',
  brokeOff: 'What was sent broke off.',
  takenBefore: (flows: number): string => `${countOf(flows, 'flow')} before that were taken in.`,
} as const;
