import { type Cidr, type Family, formatAddress, parseCidr } from './address.ts';
import type { PolicyModel } from './model.ts';

/** A range of addresses that no pod or node holds and no CIDR in force divides. */
export interface BlockPart {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
  readonly text: { readonly family: Family; readonly first: string; readonly last: string };
}

/** What is left of a block without `held` (ascending), cut at the bounds of every CIDR and except in force. */
export function blockRest(model: PolicyModel, block: Cidr, held: readonly bigint[]): readonly BlockPart[] {
  const starts = new Set<bigint>([block.first]);
  const cut = (at: bigint): void => {
    if (at > block.first && at <= block.last) starts.add(at);
  };
  for (const { first, last } of blocksInForce(model, block.family)) {
    cut(first);
    cut(last + 1n);
  }
  for (const address of held) {
    cut(address);
    cut(address + 1n);
  }
  const sorted = [...starts].sort((a, b) => (a < b ? -1 : 1));
  const holes = new Set(held);
  const parts: BlockPart[] = [];
  for (const [index, first] of sorted.entries()) {
    if (holes.has(first)) continue;
    const last = (sorted[index + 1] ?? block.last + 1n) - 1n;
    const { family } = block;
    const text = { family, first: formatAddress(family, first), last: formatAddress(family, last) };
    parts.push({ family, first, last, text });
  }
  return parts;
}

/** Every CIDR and except of a family that some rule in force names. */
export function blocksInForce(model: PolicyModel, family: Family): Cidr[] {
  const texts = new Set<string>();
  for (const policy of model.policies) {
    for (const rule of policy.rules) {
      for (const { cidr, except } of rule.blocks) for (const text of [cidr, ...except]) texts.add(text);
    }
  }
  return [...texts].flatMap((text) => {
    const cidr = parseCidr(text);
    return cidr === undefined || cidr.family !== family ? [] : [cidr];
  });
}
