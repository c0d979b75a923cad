/** What is wrong in a file of adequacy decisions, and what is told of the table that results rest on. */
import { countOf } from './count.ts';

export const ADEQUACY = {
  insideAndDecided: (code: string): string => `${code} is inside and has a decision; it can be only one of the two`,
  cannotOpen: (file: string): string => `The adequacy table ${file} cannot be read.`,
  unusable: (file: string, problems: number): string =>
    `${file}: ${countOf(problems, 'problem')}; nothing was computed with it.`,
  /** "adequacy.yaml, line 12: decisions[3].code …" */
  message: (file: string, line: number, path: string, message: string): string =>
    `${file}, line ${line}: ${path === '' ? '' : `${path}: `}${message}`,
  otherLaw: (given: string, regime: string): string =>
    `The adequacy table is for ${given}, and the DataMap says ${regime}: the table decides nothing here.`,
  given: (name: string, checkedOn: string, sha256: string): string =>
    `Transfers by ${name}, checked on ${checkedOn}, SHA-256 ${sha256}.`,
} as const;
