import type { Check } from '../check.ts';
import { dns001 } from './dns-001.ts';
import { egr001 } from './egr-001.ts';
import { gov003 } from './gov-003.ts';
import { iso001 } from './iso-001.ts';
import { iso002 } from './iso-002.ts';
import { pol001 } from './pol-001.ts';
import { pol003 } from './pol-003.ts';
import { pol004 } from './pol-004.ts';
import { pol005 } from './pol-005.ts';

/** Every check of this version, in the order of the catalogue. A new check is one file and one line here. */
export const CHECKS: readonly Check[] = [iso001, iso002, egr001, dns001, pol001, pol003, pol004, pol005, gov003];
