/** What is said of observed traffic: its store, its sources, what could not be read. */

import { countOf } from './count.ts';

export const TRAFFIC = {
  inUse: (file: string, pid: number): string =>
    `The flows in ${file} are held by process ${pid}: they have one owner at a time. Ask that one (ringfence flows asks a running serve), or stop it.`,
  notWritable: (file: string): string => `The flows cannot be kept: ${file} cannot be written to.`,
  cannotOpen: (file: string): string => `The flows in ${file} cannot be opened. The file was left as it is.`,
  notStored: (rows: number): string =>
    `The store of flows could not be written to; ${countOf(rows, 'row')} wait. It is tried again.`,
  noCluster: (cluster: string): string => `There is no cluster "${cluster}".`,
  badKeep: (written: string): string =>
    `--keep-flows ${written}: write days by the minute and months by the hour, as 30d,13m.`,
  badWindow: 'The window ends before it begins.',
  badVerdict: (verdict: string): string => `"${verdict}" is no verdict of a flow.`,
  busy: 'Flows are being taken in already, four at a time. Try again when that is done.',
  line: (number: number): string => `line ${number}`,
  tooLong: 'The line is longer than any flow.',
  notJson: 'The line is no JSON.',
  notARecord: 'The line is no flow that is known here. Flows of our own format name "schema": "ringfence.dev/flow/v1".',
  badField: (field: string, problem: string): string => (field === '' ? problem : `${field}: ${problem}`),
} as const;
