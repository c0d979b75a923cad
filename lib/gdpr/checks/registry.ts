import type { Check } from '../check.ts';
import { cls001 } from './cls-001.ts';
import { cls002 } from './cls-002.ts';
import { dns001 } from './dns-001.ts';
import { dns002 } from './dns-002.ts';
import { egr001 } from './egr-001.ts';
import { egr002 } from './egr-002.ts';
import { egr003 } from './egr-003.ts';
import { egr004 } from './egr-004.ts';
import { egr005 } from './egr-005.ts';
import { egr006 } from './egr-006.ts';
import { egr007 } from './egr-007.ts';
import { enf001 } from './enf-001.ts';
import { enf002 } from './enf-002.ts';
import { enf004 } from './enf-004.ts';
import { exp001 } from './exp-001.ts';
import { exp002 } from './exp-002.ts';
import { exp003 } from './exp-003.ts';
import { exp004 } from './exp-004.ts';
import { exp005 } from './exp-005.ts';
import { gov001 } from './gov-001.ts';
import { gov003 } from './gov-003.ts';
import { iso001 } from './iso-001.ts';
import { iso002 } from './iso-002.ts';
import { iso003 } from './iso-003.ts';
import { iso004 } from './iso-004.ts';
import { iso005 } from './iso-005.ts';
import { iso006 } from './iso-006.ts';
import { min001 } from './min-001.ts';
import { min002 } from './min-002.ts';
import { obs001 } from './obs-001.ts';
import { obs002 } from './obs-002.ts';
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
  cls001,
  cls002,
  iso001,
  iso002,
  iso003,
  iso004,
  iso005,
  iso006,
  exp001,
  exp002,
  exp003,
  exp004,
  exp005,
  egr001,
  egr002,
  egr003,
  egr004,
  egr005,
  egr006,
  egr007,
  dns001,
  dns002,
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
  obs001,
  obs002,
  min001,
  min002,
  gov001,
  gov003,
];
