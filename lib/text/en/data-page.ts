/** The Data page: which workloads handle personal data, on what ground, and what may be confirmed. */

import type { Basis } from '#lib/gdpr/types.ts';
import { count, countOf } from './count.ts';

export const DATA_PAGE = {
  title: 'Data',
  loading: 'Reading classes of data',
  failed: 'The classes of data could not be read.',
  neverRead: 'No Secret, ConfigMap or env value is read',
  filterLabel: 'Filter workloads',
  filterHint: 'Filter, e.g. crm or personal',
  classFilter: 'Class of data',
  all: 'All',
  groupBy: 'Group by',
  groupings: { namespace: 'Namespace', class: 'Class', basis: 'Basis' },
  table: 'Workloads and their data',
  columns: {
    choose: 'Choose',
    workload: 'Workload',
    class: 'Class',
    basis: 'Basis',
    source: 'Where it says so',
    record: 'Record',
  },
  exempt: 'exempt',
  noWorkload: 'No workload in this cluster.',
  noMatch: 'No workload matches.',
  notSaved: 'not saved',
  foldGroup: (name: string) => `Fold ${name}`,
  unfoldGroup: (name: string) => `Unfold ${name}`,
  chooseGroup: (name: string) => `Choose all of ${name}`,
  chooseOne: (key: string) => `Choose ${key}`,
  setClass: 'Set class',
  reason: 'Reason',
  reasonForAll: 'Reason for all chosen',
  reasonHint: 'Reason, e.g. keys are article numbers',
  confirmChosen: (suggestions: number) => `Confirm ${countOf(suggestions, 'suggestion')}`,
  rejectChosen: (suggestions: number) => `Reject ${countOf(suggestions, 'suggestion')}`,
  clearChoice: 'Choose none',

  panel: 'Chosen workload and DataMap',
  nothingChosen: 'Choose a workload to see on what ground its class stands.',
  gone: 'This workload is not in the cluster any more.',
  signs: 'Signs',
  noSigns: 'No sign was found in image, names, ports, labels or clients.',
  sources: 'Sources, nearest first',
  lowered: (from: string, because: string) => `Lowered from ${from}, because: ${because}`,
  noOwnData: 'Keeps no data of its own, as far as its image tells',
  confirm: (word: string) => `Confirm ${word.toLowerCase()}`,
  reject: 'Reject',
  otherClass: 'Other class',
  keysHint: 'Y confirm, N reject',
  openWorkload: 'Open workload',
  onMap: 'Show on the map',

  dataMap: 'DataMap',
  noChange: 'no change',
  view: 'What of the DataMap is shown',
  views: { changes: 'Changes', whole: 'Whole file', edit: 'Edit' },
  none: 'There is no DataMap yet. Give a class to a workload, paste one under Edit, or start with --data-map.',
  editLabel: 'DataMap as YAML',
  upload: 'Open a file',
  problems: 'What is wrong',
  notes: 'What does nothing in this cluster',
  line: (line: number, path: string, message: string) => `Line ${line}: ${path === '' ? '' : `${path} `}${message}`,
  effect: 'What it does to the gaps',
  noEffect: 'No gap closes, opens or changes.',
  closes: 'closes',
  opens: 'opens',
  changes: 'changes',
  moreGaps: (more: number) => `${count(more)} more`,
  keepAs: 'Keep it as',
  targets: { file: 'File', labels: 'Labels', store: 'In Ringfence' },
  download: 'Download DataMap',
  fileName: 'datamap.yaml',
  copyFile: 'Copy file',
  copyLabels: 'Copy labels',
  labelsHint: 'Labels carry the class alone; a reason for a lower class stays in the DataMap.',
  noLabels: 'Only classes given here can be written as labels.',
  keep: 'Keep in Ringfence',
  who: 'Team or role',
  discard: 'Discard',
  undoLast: 'Undo',
  undoKept: 'Undo what was kept',
  keptToast: 'DataMap kept',
  undoneToast: 'DataMap as it was before',
  showNewest: 'Show my changes against the newest',
  keepFailed: 'The DataMap could not be kept.',
  previewFailed: 'The change could not be computed.',
  givenAtStart: 'Given at start: change the file there. Nothing is kept here.',
  recipients: 'Recipients',
  noRecipients: 'No recipient is declared.',
  flows: 'Declared flows',
  suggestedRecipients: 'Names outside that policies or Services lead to, declared by nobody',
  knownAs: (service: string, does: string) => `${service}, ${does};`,
  declare: 'Declare',
  declareOf: (name: string) => `Declare ${name}`,
  noFlows: 'No flow is declared.',
  gateways: 'Egress gateways',
  atLine: (line: number) => `line ${line}`,
} as const;

export function handlesPersonal(workloads: number): string {
  return `of ${countOf(workloads, 'workload')} hold or handle personal data`;
}
export function restsOnInference(workloads: number): string {
  return workloads === 1 ? 'rests on inference' : 'rest on inference';
}
export function areUnknown(workloads: number): string {
  return workloads === 1 ? 'is unknown' : 'are unknown';
}
export function suggestionsOpen(suggestions: number): string {
  return suggestions === 0 ? '' : `${countOf(suggestions, 'suggestion')} to confirm`;
}
export function groupSummary(workloads: number, personal: number, unknown: number): string {
  const parts = [countOf(workloads, 'workload')];
  if (personal > 0) parts.push(`${count(personal)} with personal data`);
  if (unknown > 0) parts.push(`${count(unknown)} unknown`);
  return parts.join(', ');
}
export function chosenCount(chosen: number): string {
  return `${count(chosen)} chosen`;
}
export function changeCount(changes: number): string {
  return `${countOf(changes, 'change')}, not saved`;
}
/** "inferred 0.8" */
export function basisOf(basis: Basis, confidence: number | undefined): string {
  return confidence === undefined ? basis : `${basis} ${confidence.toFixed(1)}`;
}
/** Where a class that nobody gives stands. */
export function unknownSource(weakSigns: number, noOwnData: boolean, store: boolean): string {
  if (noOwnData) return 'no data of its own, by its image';
  if (weakSigns === 0) return store ? 'data at rest, class not known' : 'no hint found';
  return weakSigns === 1 ? 'one weak hint of two needed' : 'weak hints of one kind, two kinds needed';
}
export function originOf(
  origin:
    | { readonly from: 'file'; readonly file: string }
    | { readonly from: 'example'; readonly file: string }
    | { readonly from: 'store'; readonly who: string; readonly when: string }
    | undefined,
): string {
  if (origin === undefined) return 'none yet';
  if (origin.from === 'example') return `${origin.file}, part of the example`;
  return origin.from === 'file'
    ? `${origin.file}, given at start`
    : `kept by ${origin.who}, ${origin.when.slice(0, 16).replace('T', ' ')}`;
}
export function rejectedBecause(source: string): string {
  return `rejected: ${source}`;
}
