/** Sentences and words of the snapshots pages: list, taking one, comparison, audit trail. */

import type { SignStep, SnapshotItem, SnapshotStep, StepProgress } from '#lib/api/snapshot-schemas.ts';
import { SEVERITIES, type Severity } from '#lib/gdpr/types.ts';
import { count, countOf } from './count.ts';
import { severityWord } from './gaps-page.ts';
import { shortHash } from './short-hash.ts';

export const SNAPSHOTS_PAGE = {
  title: 'Snapshots',
  loading: 'Reading the snapshots',
  failed: 'The snapshots could not be read.',
  list: 'Snapshots',
  panel: 'Snapshot',
  takePanel: 'Take a snapshot',
  take: 'Take snapshot',
  compare: 'Compare two',
  verify: 'Verify chain',
  trail: 'Audit trail',
  older: 'Show older',
  none: 'No snapshot yet.',
  noneHint:
    'A snapshot keeps what was reachable, what was wrong and what was accepted, as a PDF and as evidence that anybody can compute again. The first shows one column and no change.',
  trend: 'Open gaps by severity',
  trendRange: 'Snapshots in the chart',
  last: '12',
  all: 'All',
  columns: {
    chain: 'Chain',
    number: 'No.',
    taken: 'Taken',
    against: 'Against the one before',
    signOff: 'Sign-off',
    evidence: 'Evidence',
  },
  first: 'first',
  copyEvidence: 'Copy the evidence hash',
  evidenceHash: 'Evidence hash',
  partialMark: 'partial',
  clockMark: 'clock went back',
  removedMark: 'files removed by retention',
  damagedMark: 'a file is damaged',
  chainOk: 'Chain',
  notVerified: 'The chain was not recomputed since this page was opened.',
  verifying: 'Recomputing all links and reading all files',
  verifyFailed: 'The chain could not be recomputed.',
  keys: { move: 'move', compare: 'compare', open: 'open' },
  close: 'Close',
  takenBy: { page: 'on the page', command: 'by a command', schedule: 'by schedule' },
} as const;

export const TAKE = {
  hint: 'It freezes the newest revision and keeps it in the data folder. You may go on working.',
  title: 'Title',
  reason: 'Reason',
  reasonHint: 'Before release 26.12',
  by: 'Your role',
  scope: 'Namespaces',
  whole: 'Whole cluster',
  some: 'Only some',
  partial: 'A partial scope is marked in the list, in the chart and on every page of the PDF.',
  chooseOne: 'Choose at least one namespace.',
  contains: 'What it will contain',
  containsWhat: [
    'evidence.json: the objects read, who may reach whom, every gap with its witness, and what was not read',
    'snapshot.pdf: the same for people, with the evidence attached',
    'one link in the chain and one line in the audit trail',
  ],
  leavesOut: 'Names of people are left out.',
  begin: 'Take snapshot',
  cancel: 'Cancel',
  noTrace: 'Cancelling leaves no trace in the chain.',
  goOn: 'You may go on working; the map keeps its own revision.',
  progress: 'Steps done',
  failed: 'The snapshot was not taken.',
  cancelled: 'The snapshot was cancelled. Nothing of it is in the chain.',
  again: 'Try again',
  dismiss: 'Close',
  serverLost: 'Ringfence does not answer. Check that it still runs, then try again.',
  states: { waiting: 'waiting', running: 'running', done: 'done' },
} as const;

export const SNAPSHOT_PANEL = {
  none: 'Choose a snapshot.',
  gone: 'There is no snapshot of this number here.',
  loading: 'Reading the snapshot',
  failed: 'The snapshot could not be read.',
  facts: 'What it tells of',
  taken: 'Taken',
  scope: 'Scope',
  revision: 'Revision',
  evidence: 'Evidence',
  link: 'Link',
  linkBefore: 'Link before',
  noLinkBefore: 'none, this is the first',
  tool: 'Ringfence',
  checks: 'Checks',
  notRead: 'Not read',
  signOff: 'Sign-off',
  open: 'open',
  signature: 'A signature adds a line to the trail. It never changes the snapshot.',
  allSigned: 'Prepared, reviewed and accepted.',
  role: 'Role',
  name: 'Name, if you want',
  comment: 'Comment, if you want',
  roleMissing: 'Say in which role you sign.',
  cancel: 'Cancel',
  signFailed: 'The signature was not recorded.',
  noFiles: 'None is left.',
  files: 'Files',
  pdf: 'PDF',
  evidenceFile: 'evidence.json',
  package: 'Package',
  packageHint:
    'A zip with PDF, evidence, tables as CSV, SARIF, fixes as YAML and the hash of each; it takes seconds to make',
  fileFailed: 'The file could not be read.',
  compareBefore: 'Compare',
  gaps: 'Gaps in it',
  noGaps: 'No gap.',
  notes: 'Notes',
  noNotes: 'No note.',
  addNote: 'Add a note',
  note: 'Note',
  noteBy: 'Your role',
  noteMissing: 'Write something.',
  keepNote: 'Add note',
  noteFailed: 'The note was not kept.',
  notesStay: 'Notes are never changed.',
} as const;

export const SIGN_WORDS: Readonly<Record<SignStep, { readonly step: string; readonly sign: string }>> = {
  prepared: { step: 'Prepared', sign: 'Sign as prepared' },
  reviewed: { step: 'Reviewed', sign: 'Sign as reviewed' },
  accepted: { step: 'Accepted', sign: 'Sign as accepted' },
};
export const unsigned = 'not signed';
export const signedToast = (seq: number, step: SignStep) => `Snapshot ${count(seq)} signed as ${step}`;
/** "prepared and reviewed signed, accepted open": the three boxes read out. */
export function signOffInWords(signed: readonly SignStep[], all: readonly SignStep[]): string {
  return all.map((step) => `${step}${signed.includes(step) ? '' : ' open'}`).join(', ');
}

export const snapshotName = (seq: number) => `Snapshot ${count(seq)}`;
/** "Snapshot 42 saved. Evidence 9f2c 7b10 … e41a" */
export const snapshotSaved = (seq: number, evidence: string) =>
  `Snapshot ${count(seq)} saved. Evidence ${shortHash(evidence)}`;
export const takingSnapshot = (seq: number) => `Taking snapshot ${count(seq)}`;

/** "42 taken since 3 Feb 2026 · 14 open gaps in the last one, 24 in snapshot 31" */
export function snapshotsSentence(options: {
  readonly total: number;
  /** When the first was taken; absent where it is not loaded. */
  readonly since: string | undefined;
  readonly last: number;
  readonly before: { readonly seq: number; readonly gaps: number } | undefined;
}): string {
  const { total, since, last, before } = options;
  const when = since === undefined ? '' : ` ${total === 1 ? 'on' : 'since'} ${dateOf(since)}`;
  const then = before === undefined ? '' : `, ${count(before.gaps)} in ${snapshotName(before.seq).toLowerCase()}`;
  return `${count(total)} taken${when} · ${countOf(last, 'open gap')} in the last one${then}`;
}

/** "23 Nov 2026" */
export function dateOf(iso: string): string {
  return new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

/** "09:41" */
export function timeOf(iso: string): string {
  return new Date(iso).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

/** "09:41 · Weekly": when on its day, and why; how where no reason was given. */
export function takenAt({ taken, reason, title, how }: SnapshotItem): string {
  return `${timeOf(taken)} · ${reason ?? title ?? SNAPSHOTS_PAGE.takenBy[how]}`;
}

/** "8 namespaces" or "Whole cluster, 9 namespaces". */
export function scopeOf({ scope, counts }: Pick<SnapshotItem, 'scope' | 'counts'>): string {
  if (scope !== undefined) return `${countOf(scope.length, 'namespace')}: ${scope.join(', ')}`;
  return `Whole cluster, ${countOf(counts.namespaces, 'namespace')}`;
}

/** "* partial scope in 35: only shop, crm." */
export function partialNote(items: readonly SnapshotItem[]): string {
  const parts = items.map(({ seq, scope, notRead }) => {
    const what =
      scope === undefined
        ? `${notRead.map(({ resource }) => resource).join(', ')} not read everywhere`
        : `only ${scope.join(', ')}`;
    return `${count(seq)} ${what}`;
  });
  return `* partial scope: ${parts.join('; ')}.`;
}

/** "Links 1 to 42 recomputed at 09:41: none altered, none missing." */
export function linksRecomputed(links: number, at: string): string {
  if (links === 0) return `Recomputed at ${timeOf(at)}: the chain has no link yet.`;
  const which = links === 1 ? 'Link 1' : `Links 1 to ${count(links)}`;
  return `${which} recomputed at ${timeOf(at)}: none altered, none missing.`;
}
export const filesAndTrail = (files: number, lines: number) =>
  `${countOf(files, 'file')} and ${countOf(lines, 'line')} of the audit trail agree with their hashes.`;
export const trailProblem = (message: string) => `Audit trail: ${message}`;
export const damagedFile = (seq: number | undefined, name: string, message: string) =>
  `${seq === undefined ? '' : `${snapshotName(seq)}, `}${name}: ${message} The rest stays usable.`;

/** "Open gaps in the last 12 snapshots by severity. Critical 3 to 2, high 9 to 5." */
export function trendSentence(lanes: readonly { readonly severity: Severity; readonly values: readonly number[] }[]) {
  const [first] = lanes;
  const columns = first?.values.length ?? 0;
  const parts = lanes.map(({ severity, values }) => {
    const [from, to] = [values[0] ?? 0, values.at(-1) ?? 0];
    return `${severityWord(severity)} ${columns < 2 ? count(to) : `${count(from)} to ${count(to)}`}`;
  });
  const which = columns < 2 ? 'the first snapshot' : `the last ${count(columns)} snapshots`;
  return `Open gaps in ${which} by severity. ${parts.join(', ')}.`;
}
export const trendTitle = (shown: number, all: boolean) =>
  all || shown < 2 ? SNAPSHOTS_PAGE.trend : `${SNAPSHOTS_PAGE.trend}, last ${count(shown)}`;

export const newGaps = (gaps: number) => `${count(gaps)} new`;
export const closedGaps = (gaps: number) => `${count(gaps)} closed`;
export const changedGaps = (gaps: number) => `${count(gaps)} changed`;

export const reasonQuoted = (reason: string) => `Reason: "${reason}".`;

/** The severities that a chart or table shows: info only where there is one. */
export function shownSeverities(items: readonly Pick<SnapshotItem, 'gaps'>[]): readonly Severity[] {
  const info = items.some(({ gaps }) => gaps.FAIL.info > 0);
  return SEVERITIES.filter((severity) => severity !== 'info' || info);
}

const STEPS: Readonly<Record<Exclude<SnapshotStep, 'link' | 'read'>, string>> = {
  freeze: 'Freeze revision',
  relation: 'Compute who can reach whom',
  checks: 'Run checks',
  fixes: 'Try the fixes',
  figures: 'Draw figures',
  write: 'Write PDF and data files',
};

/** "Read 3 412 objects", "Link to snapshot 42": a step with what is known of it. */
export function stepName({ step, done }: Pick<StepProgress, 'step' | 'done'>, before: number): string {
  if (step === 'read') return done === undefined ? 'Read objects' : `Read ${countOf(done, 'object')}`;
  if (step === 'link') return before === 0 ? 'Begin the chain' : `Link to snapshot ${count(before)}`;
  return STEPS[step];
}

const SHORTEST_MS = 100;

/** "81 204", "412 connections", "5 of 9", "0.4 s": the figure beside a step. */
export function stepFigure({ step, done, total, ms }: StepProgress): string {
  if (step !== 'read' && done !== undefined) {
    if (total !== undefined) return `${count(done)} of ${count(total)}`;
    return step === 'relation' ? countOf(done, 'connection') : count(done);
  }
  if (ms === undefined) return '';
  return ms < SHORTEST_MS ? '< 0.1 s' : `${(ms / 1000).toFixed(1)} s`;
}

export const checksRan = (ran: number, of: number) => `${count(ran)} of ${count(of)} ran`;
export const notEvaluated = (checks: readonly string[]) =>
  checks.length === 0 ? '' : `, not evaluated: ${checks.join(', ')}`;
export const signedBy = (role: string, name: string, when: string) =>
  `${[role, name].filter((part) => part !== '').join(', ')}, ${when}`;
export const dateAndTime = (iso: string) => `${dateOf(iso)} ${timeOf(iso)}`;
export const removedOn = (iso: string) =>
  `Its files were removed on ${dateOf(iso)}, as the retention says. Its link stays in the chain.`;
/** "840 kB" */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${count(Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
