/** What the data folder's store says: why it cannot be opened, read or written. */
import { countOf } from './count.ts';

export const STORE = {
  newer: (file: string, found: number, known: number): string =>
    `${file} was written by a newer version of Ringfence (format ${found}; this one knows ${known}). It was left as it is.`,
  notOurs: (file: string): string => `${file} is a database, but not one of Ringfence. It was left as it is.`,
  notADatabase: (file: string): string => `${file} is damaged and cannot be opened. It was left as it is.`,
  cannotOpen: (file: string): string => `${file} cannot be opened.`,
  readOnly: (folder: string, why: string): string =>
    `Nothing can be kept: ${folder} cannot be written to (${why}). What is there is shown.`,
  onlyLooked: 'The data folder is only looked at here: nothing is kept.',
  notWritten: (why: string): string =>
    `The data folder could not be written to: ${why}. Nothing was changed: what was there before is still there.`,
  busy: 'Another Ringfence is writing into the data folder and does not come to an end. Nothing was changed.',
  databaseDamaged: (file: string, why: string): string => `${file} is damaged: ${why}.`,
  inUse: (folder: string, holder: string): string =>
    `Another Ringfence serves from ${folder}${holder}. Stop that one, or name another folder with --data-dir. Commands may run beside it.`,
  holder: (pid: number, since: string): string => ` (process ${pid}, since ${since})`,
  blobMissing: (file: string): string => `${file} is missing.`,
  blobDamaged: (file: string): string => `${file} is damaged: its content is not what its name says.`,
  headMoved: 'Another snapshot of this cluster was kept meanwhile.',
  noSuchSnapshot: (seq: number): string => `There is no snapshot ${seq} of this cluster.`,
  noSuchFile: (seq: number, file: string): string => `Snapshot ${seq} has no ${file}.`,
  removed: (seq: number, at: string): string =>
    `Snapshot ${seq} was removed on ${at.slice(0, 10)}, as the retention says. Its link stays in the chain.`,
  clockBack: (taken: string, before: string): string =>
    `Taken at ${taken} by its clock, which is before the snapshot before it (${before}). The order is that of the numbers.`,
  signedAlready: (step: string): string => `It is signed as ${step} already.`,
  signOrder: (before: string): string => `It is not signed as ${before} yet: that comes first.`,
  notKept:
    'What is opened from the page is not kept in the data folder, and neither are its snapshots. Start Ringfence with the file as argument.',
  dataMapChanged: 'The DataMap was changed by somebody else meanwhile. Nothing was kept.',
  chain: {
    gap: (expected: number, found: number): string => `Link ${expected} is missing: ${found} follows.`,
    prev: (seq: number): string => `Link ${seq} does not name the link before it.`,
    hash: (seq: number): string => `Link ${seq} was altered: its hash is not that of its content.`,
    lost: (seq: number): string => `Link ${seq} has no snapshot.`,
  },
  trail: {
    gap: (expected: number, found: number): string => `Line ${expected} is missing: ${found} follows.`,
    prev: (seq: number): string => `Line ${seq} does not name the line before it.`,
    hash: (seq: number): string => `Line ${seq} was altered: its hash is not that of its content.`,
    shape: (position: number): string => `Line ${position} is no line of an audit trail.`,
  },
  takenOver: (count: number): string => `${countOf(count, 'file')} of an earlier version taken over into the store.`,
} as const;
