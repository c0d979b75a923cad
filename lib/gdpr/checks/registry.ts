import type { Check } from '../check.ts';
import { dns001 } from './dns-001.ts';
import { egr001 } from './egr-001.ts';
import { enf001 } from './enf-001.ts';
import { enf002 } from './enf-002.ts';
import { enf004 } from './enf-004.ts';
import { iso001 } from './iso-001.ts';
import { iso002 } from './iso-002.ts';
import { pol001 } from './pol-001.ts';
import { pol002 } from './pol-002.ts';
import { pol003 } from './pol-003.ts';
import { pol004 } from './pol-004.ts';
import { pol005 } from './pol-005.ts';
import { pol006 } from './pol-006.ts';
import { pol007 } from './pol-007.ts';
import { pol008 } from './pol-008.ts';
import { pol009 } from './pol-009.ts';
import { pol010 } from './pol-010.ts';

/** Every check of this version, in the order of the catalogue. A new check is one file and one line here. */
export const CHECKS: readonly Check[] = [
  iso001,
  iso002,
  egr001,
  dns001,
  pol001,
  pol002,
  pol003,
  pol004,
  pol005,
  pol006,
  pol007,
  pol008,
  pol009,
  pol010,
  enf001,
  enf002,
  enf004,
];
