/** What is said of observed traffic: its store, its sources, what could not be read. */

import { countOf } from './count.ts';

export const TRAFFIC = {
  inUse: (file: string, pid: number): string =>
    `The flows in ${file} are held by process ${pid}: they have one owner at a time. Ask that one (ringfence flows asks a running serve), or stop it.`,
  notWritable: (file: string): string => `The flows cannot be kept: ${file} cannot be written to.`,
  cannotOpen: (file: string): string => `The flows in ${file} cannot be opened. The file was left as it is.`,
  notStored: (rows: number): string =>
    `The store of flows could not be written to; ${countOf(rows, 'row')} wait. It is tried again.`,
  noRoom: 'More came than could be kept.',
} as const;
