import type { Check } from '../check.ts';
import { cls001 } from './cls-001.ts';
import { cls002 } from './cls-002.ts';
import { dns001 } from './dns-001.ts';
import { egr001 } from './egr-001.ts';
import { egr002 } from './egr-002.ts';
import { egr003 } from './egr-003.ts';
import { egr004 } from './egr-004.ts';
import { egr005 } from './egr-005.ts';
import { enf001 } from './enf-001.ts';
import { enf002 } from './enf-002.ts';
import { enf004 } from './enf-004.ts';
import { exp001 } from './exp-001.ts';
import { exp002 } from './exp-002.ts';
import { gov001 } from './gov-001.ts';
import { gov003 } from './gov-003.ts';
import { iso001 } from './iso-001.ts';
import { iso002 } from './iso-002.ts';
import { iso004 } from './iso-004.ts';
import { iso005 } from './iso-005.ts';
import { pol001 } from './pol-001.ts';
import { pol002 } from './pol-002.ts';
import { pol003 } from './pol-003.ts';
import { pol004 } from './pol-004.ts';
import { pol005 } from './pol-005.ts';

/** Every check of this version, in the order of the catalogue. A new check is one file and one line here. */
export const CHECKS: readonly Check[] = [
  cls001,
  cls002,
  iso001,
  iso002,
  iso004,
  iso005,
  exp001,
  exp002,
  egr001,
  egr002,
  egr003,
  egr004,
  egr005,
  dns001,
  pol001,
  pol002,
  pol003,
  pol004,
  pol005,
  enf001,
  enf002,
  enf004,
  gov001,
  gov003,
];
