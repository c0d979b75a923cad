/** The guide to every check of the table, and the words of the families. */
import type { CheckId } from '#lib/gdpr/check-table.ts';
import { CLS_GUIDE } from './cls.ts';
import { DNS_GUIDE } from './dns.ts';
import { EGR_GUIDE } from './egr.ts';
import { ENF_GUIDE } from './enf.ts';
import { EXP_GUIDE } from './exp.ts';
import { GOV_GUIDE } from './gov.ts';
import type { CheckGuide } from './guide.ts';
import { ISO_GUIDE } from './iso.ts';
import { MIN_GUIDE } from './min.ts';
import { OBS_GUIDE } from './obs.ts';
import { POL_GUIDE } from './pol.ts';

export const CHECK_GUIDE: Readonly<Record<CheckId, CheckGuide>> = {
  ...CLS_GUIDE,
  ...ISO_GUIDE,
  ...EXP_GUIDE,
  ...EGR_GUIDE,
  ...DNS_GUIDE,
  ...POL_GUIDE,
  ...ENF_GUIDE,
  ...OBS_GUIDE,
  ...MIN_GUIDE,
  ...GOV_GUIDE,
};

const FAMILIES: Readonly<Record<string, string>> = {
  CLS: 'Classification',
  ISO: 'Isolation',
  EXP: 'Exposure',
  EGR: 'Leaving the cluster',
  DNS: 'Names',
  POL: 'Mistakes in policies',
  ENF: 'Enforcement',
  OBS: 'What really happens',
  MIN: 'Least privilege over time',
  GOV: 'The evidence itself',
};

/** "ISO-001" → "Isolation" */
export function familyOf(check: string): string {
  return FAMILIES[check.slice(0, 3)] ?? check;
}
