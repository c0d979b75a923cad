/** What the data folder's store says: why it cannot be opened, read or written. */

import { count, countOf } from './count.ts';
import { timestamp } from './report.ts';

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
  packagesBusy: 'Two other packages are being made. Try again when that is done.',
  busy: 'Another Ringfence is writing into the data folder and does not come to an end. Nothing was changed.',
  databaseDamaged: (file: string, why: string): string => `${file} is damaged: ${why}.`,
  inUse: (folder: string, holder: string): string =>
    `Another Ringfence serves from ${folder}${holder}. Stop that one, or name another folder with --data-dir. Commands may run beside it.`,
  openFolder: (folder: string, mode: string): string =>
    `The data folder ${folder} is open to other accounts (mode ${mode}), and it is not Ringfence's alone to close. What is kept says who holds which data: name a folder of its own with --data-dir, or make this one its owner's alone (mode 0700), where that is the account that runs Ringfence.`,
  holder: (pid: number, since: string): string => ` (process ${pid}, since ${since})`,
  blobMissing: (file: string): string => `${file} is missing.`,
  blobDamaged: (file: string): string => `${file} is damaged: its content is not what its name says.`,
  headMoved: 'Another snapshot of this cluster was kept meanwhile.',
  noSuchSnapshot: (seq: number): string => `There is no snapshot ${seq} of this cluster.`,
  noSuchFile: (seq: number, file: string): string => `Snapshot ${seq} has no ${file}.`,
  removed: (seq: number, at: string): string =>
    `Snapshot ${seq} was removed on ${at.slice(0, 10)}, as the retention says. Its link stays in the chain.`,
  clockBack: (taken: string, before: string): string =>
    `Taken on ${timestamp(taken)} by its clock, which is before the snapshot before it (${timestamp(before)}). The order is that of the numbers.`,
  signedAlready: (step: string): string => `It is signed as ${step} already.`,
  signOrder: (before: string): string => `It is not signed as ${before} yet: that comes first.`,
  notKept:
    'What is opened from the page is not kept in the data folder, and neither are its snapshots. Start Ringfence with the file as argument.',
  notEvaluated: (check: string, why: string | undefined): string =>
    why === undefined ? `${check} was not evaluated.` : `${check} was not evaluated: ${why}`,
  noSuchJob: 'There is no such snapshot being taken: it may have been before this server started.',
  badSchedule: (written: string): string =>
    `--snapshot-every ${written}: write an interval of at least 10m as 24h or 7d, or daily@06:00.`,
  badKeep: (option: string, written: string): string => `${option} ${written}: give a number from 1.`,
  scheduled: 'Scheduled',
  oneAtATime: 'A snapshot of this cluster is being taken already.',
  jobFailed: 'Something went wrong inside Ringfence. Nothing of it is in the chain.',
  dataMapChanged: 'The DataMap was changed by somebody else meanwhile. Nothing was kept.',
  compare: {
    busy: 'Two other snapshots are being compared. Try again when that is done.',
    otherRules: 'The two were checked by different rules: a gap may be new because the rule is.',
    dataMapUnreadable: 'This version cannot read the DataMap of one of the two: its entries were not compared.',
    otherProfile: 'The two were read under different profiles of the network plugin.',
    partial: (namespaces: number): string =>
      `At least one of the two is partial: ${countOf(namespaces, 'namespace')} that both tell of ${namespaces === 1 ? 'is' : 'are'} compared.`,
  },
  check: {
    sound: 'Everything that was recomputed is as it was written.',
    notSound: 'Not everything is as it was written.',
    empty: 'Nothing is kept there.',
    database: (problem: string): string => `database: ${problem}`,
    chain: (cluster: string, links: number, head: string | null): string =>
      `chain of ${cluster}: ${countOf(links, 'link')}${head === null ? '' : `, the last is ${head}`}`,
    files: (files: number): string => `files: ${count(files)} read and compared with their hash`,
    file: (cluster: string, seq: number | undefined, name: string, message: string): string =>
      `  ${cluster}, ${seq === undefined ? '' : `snapshot ${seq}, `}${name}: ${message}`,
    trail: (lines: number, head: string | null): string =>
      `audit trail: ${countOf(lines, 'line')}${head === null ? '' : `, the last is ${head}`}`,
    problem: (message: string): string => `  ${message}`,
    noTrail: (file: string): string => `${file} is no audit trail of Ringfence: no line of it is one of a trail.`,
    notTheEvidence: 'What is kept as its evidence is not what its link names: one of both was altered.',
    notTaken: 'The audit trail does not tell that this snapshot was taken.',
    notAsTold: 'It is not what the audit trail tells: one of both was altered.',
  },
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
} as const;
