/** Sentences and words of the audit trail. */
import type { AuditLine } from '#lib/api/snapshot-schemas.ts';
import { count, countOf } from './count.ts';
import { shortHash } from './short-hash.ts';
import { timeOf } from './snapshots-page.ts';

export const TRAIL_PAGE = {
  title: 'Audit trail',
  loading: 'Reading the audit trail',
  failed: 'The audit trail could not be read.',
  none: 'Nothing was written down yet.',
  noneHint: 'Snapshots, exports, waivers, changes of the DataMap and signatures leave a line here, each with its hash.',
  noneOfAction: 'No such line among those that were read.',
  scope: 'Lines of',
  thisCluster: 'This cluster',
  wholeFolder: 'All clusters',
  action: 'Action',
  allActions: 'All actions',
  export: 'Export NDJSON',
  exportFailed: 'The audit trail could not be exported.',
  exported: 'Audit trail exported. That is its last line now.',
  verify: 'Verify',
  verifying: 'Recomputing all lines …',
  verifyFailed: 'The audit trail could not be recomputed.',
  older: 'Show older',
  table: 'Lines of the audit trail',
  copyHash: 'Copy the hash of the line',
  columns: { number: 'No.', when: 'When', who: 'Who', action: 'What', about: 'About', hash: 'Hash' },
} as const;

const ACTIONS: Readonly<Record<string, string>> = {
  'snapshot-taken': 'Snapshot taken',
  'snapshot-exported': 'Snapshot exported',
  'snapshot-noted': 'Note added',
  'snapshot-signed': 'Snapshot signed',
  'snapshot-removed': 'Snapshot removed by retention',
  'result-exported': 'Result exported',
  'waiver-accepted': 'Waiver accepted',
  'waiver-withdrawn': 'Waiver withdrawn',
  'data-map-kept': 'DataMap kept',
  'data-map-forgotten': 'DataMap forgotten',
  'file-taken-over': 'File of an earlier version taken over',
  'trail-exported': 'Audit trail exported',
};
export const TRAIL_ACTION_IDS: readonly string[] = Object.keys(ACTIONS);

/** A later version may have written others: they are shown as they are. */
export const actionWord = (action: string): string => ACTIONS[action] ?? action;

const VIA: Readonly<Record<AuditLine['who']['via'], string>> = {
  page: 'on the page',
  command: 'by a command',
  schedule: 'by schedule',
  server: 'by the server',
};

/** "data protection officer, on the page"; nobody signs in by name, so a role is there only as somebody entered it. */
export function whoInWords({ via, said, account }: AuditLine['who']): string {
  return [said, account === undefined ? undefined : `account ${account}`, VIA[via]]
    .filter((part) => part !== undefined)
    .join(', ');
}

const HASH = /^[0-9a-f]{64}$/;

/** "snapshot 42, step reviewed, role DPO": what a line is about, hashes short. */
export function aboutInWords(what: AuditLine['what']): string {
  return Object.entries(what)
    .filter(([name]) => name !== 'entry') // of who and when, for machines
    .map(([name, value]) => {
      const text = Array.isArray(value) ? value.join(' ') : String(value);
      return `${name} ${HASH.test(text) ? shortHash(text) : text}`;
    })
    .join(', ');
}

export const trailSentence = (total: number) => `${countOf(total, 'line')}, each with the hash of the one before.`;
export const linesShown = (shown: number, read: number) => `${count(shown)} of ${countOf(read, 'line')} read`;
/** "Lines 1 to 120 recomputed at 09:41: none altered, none missing. The last is 9f2c 7b10 … e41a." */
export function trailRecomputed(lines: number, head: string | null, at: string): string {
  if (lines === 0 || head === null) return `Recomputed at ${timeOf(at)}: the trail has no line yet.`;
  const which = lines === 1 ? 'Line 1' : `Lines 1 to ${count(lines)}`;
  return `${which} recomputed at ${timeOf(at)}: none altered, none missing. The last is ${shortHash(head)}.`;
}
