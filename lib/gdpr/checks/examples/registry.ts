import type { CheckId } from '#lib/gdpr/check-table.ts';
import type { CheckExamples } from './check-examples.ts';
import { dns001Examples } from './dns-001.ts';
import { egr001Examples } from './egr-001.ts';
import { iso001Examples } from './iso-001.ts';
import { iso002Examples } from './iso-002.ts';
import { pol001Examples } from './pol-001.ts';
import { pol003Examples } from './pol-003.ts';
import { pol004Examples } from './pol-004.ts';
import { pol005Examples } from './pol-005.ts';

/** The examples of every check of the registry, by id: one line per check. */
export const EXAMPLES: Readonly<Partial<Record<CheckId, CheckExamples>>> = {
  'ISO-001': iso001Examples,
  'ISO-002': iso002Examples,
  'EGR-001': egr001Examples,
  'DNS-001': dns001Examples,
  'POL-001': pol001Examples,
  'POL-003': pol003Examples,
  'POL-004': pol004Examples,
  'POL-005': pol005Examples,
};
