import { FAMILIES, parseAddress } from './address.ts';
import { blocksInForce } from './block-parts.ts';
import type { PolicyModel } from './model.ts';

/** Address → its place among the bounds of all blocks in force in the models: in one place no block tells two apart. */
export function addressPlaces(...models: readonly PolicyModel[]): (address: string) => string {
  const starts = Object.fromEntries(
    FAMILIES.map((family) => {
      const blocks = models.flatMap((model) => blocksInForce(model, family));
      const bounds = new Set(blocks.flatMap(({ first, last }) => [first, last + 1n]));
      return [family, [...bounds].sort((a, b) => (a < b ? -1 : 1))];
    }),
  );
  return (text) => {
    const address = parseAddress(text);
    if (address === undefined) return ''; // a host name
    const sorted = starts[address.family] ?? [];
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] as bigint) <= address.value) low = middle + 1;
      else high = middle;
    }
    return `${address.family} ${low}`;
  };
}
