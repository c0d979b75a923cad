import type { CheckId } from '#lib/gdpr/check-table.ts';
import type { CheckExamples } from './check-examples.ts';
import { cls001Examples } from './cls-001.ts';
import { cls002Examples } from './cls-002.ts';
import { dns001Examples } from './dns-001.ts';
import { dns002Examples } from './dns-002.ts';
import { egr001Examples } from './egr-001.ts';
import { egr002Examples } from './egr-002.ts';
import { egr003Examples } from './egr-003.ts';
import { egr004Examples } from './egr-004.ts';
import { egr005Examples } from './egr-005.ts';
import { egr006Examples } from './egr-006.ts';
import { egr007Examples } from './egr-007.ts';
import { enf001Examples } from './enf-001.ts';
import { enf002Examples } from './enf-002.ts';
import { enf004Examples } from './enf-004.ts';
import { exp001Examples } from './exp-001.ts';
import { exp002Examples } from './exp-002.ts';
import { exp003Examples } from './exp-003.ts';
import { exp004Examples } from './exp-004.ts';
import { exp005Examples } from './exp-005.ts';
import { gov001Examples } from './gov-001.ts';
import { gov003Examples } from './gov-003.ts';
import { iso001Examples } from './iso-001.ts';
import { iso002Examples } from './iso-002.ts';
import { iso003Examples } from './iso-003.ts';
import { iso004Examples } from './iso-004.ts';
import { iso005Examples } from './iso-005.ts';
import { iso006Examples } from './iso-006.ts';
import { min001Examples } from './min-001.ts';
import { min002Examples } from './min-002.ts';
import { obs001Examples } from './obs-001.ts';
import { obs002Examples } from './obs-002.ts';
import { pol001Examples } from './pol-001.ts';
import { pol002Examples } from './pol-002.ts';
import { pol003Examples } from './pol-003.ts';
import { pol004Examples } from './pol-004.ts';
import { pol005Examples } from './pol-005.ts';
import { pol006Examples } from './pol-006.ts';
import { pol007Examples } from './pol-007.ts';
import { pol008Examples } from './pol-008.ts';
import { pol009Examples } from './pol-009.ts';
import { pol010Examples } from './pol-010.ts';

/** The examples of every check of the registry, by id: one line per check. */
export const EXAMPLES: Readonly<Partial<Record<CheckId, CheckExamples>>> = {
  'CLS-001': cls001Examples,
  'CLS-002': cls002Examples,
  'ISO-001': iso001Examples,
  'ISO-002': iso002Examples,
  'ISO-003': iso003Examples,
  'ISO-004': iso004Examples,
  'ISO-005': iso005Examples,
  'ISO-006': iso006Examples,
  'EXP-001': exp001Examples,
  'EXP-002': exp002Examples,
  'EXP-003': exp003Examples,
  'EXP-004': exp004Examples,
  'EXP-005': exp005Examples,
  'EGR-001': egr001Examples,
  'EGR-002': egr002Examples,
  'EGR-003': egr003Examples,
  'EGR-004': egr004Examples,
  'EGR-005': egr005Examples,
  'EGR-006': egr006Examples,
  'EGR-007': egr007Examples,
  'DNS-001': dns001Examples,
  'DNS-002': dns002Examples,
  'POL-001': pol001Examples,
  'POL-002': pol002Examples,
  'POL-003': pol003Examples,
  'POL-004': pol004Examples,
  'POL-005': pol005Examples,
  'POL-006': pol006Examples,
  'POL-007': pol007Examples,
  'POL-008': pol008Examples,
  'POL-009': pol009Examples,
  'POL-010': pol010Examples,
  'ENF-001': enf001Examples,
  'ENF-002': enf002Examples,
  'ENF-004': enf004Examples,
  'OBS-001': obs001Examples,
  'OBS-002': obs002Examples,
  'MIN-001': min001Examples,
  'MIN-002': min002Examples,
  'GOV-001': gov001Examples,
  'GOV-003': gov003Examples,
};
