import { countAddresses, intersectRanges } from './address-ranges.ts';
import type { AtomSpace } from './external-atoms.ts';
import { ROUTABLE_SPACE } from './routable-space.ts';

const memo = new WeakMap<AtomSpace, number | undefined>();

/**
 * What `internet` means in one family: the atom with the most globally routable addresses, so the part that no narrower
 * CIDR in force singles out. Undefined where no address of the family is left.
 */
export function internetAtom(space: AtomSpace): number | undefined {
  if (memo.has(space)) return memo.get(space);
  let best: number | undefined;
  let most = 0n;
  for (const { id, ranges } of space.atoms) {
    const count = countAddresses(intersectRanges(ranges, ROUTABLE_SPACE[space.family]));
    // Atoms are numbered by their first address: of two equal ones the lower stands.
    if (count > most) {
      most = count;
      best = id;
    }
  }
  memo.set(space, best);
  return best;
}
