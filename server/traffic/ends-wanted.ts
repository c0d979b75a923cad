import { ANY_CASE, ONLY_THIS } from '#lib/flows/flow-end-names.ts';
import { type Cidr, parseCidr } from '#lib/policy/address.ts';

/** Ends that a filter asks for. */
export interface EndsWanted {
  /** As `FlowRow` writes them, whatever else is asked for. */
  readonly named: ReadonlySet<string>;
  /** All that is kept within one of these is asked for, too. */
  readonly blocks: readonly Cidr[];
  /** Workloads whose kind may be written in any letters: here in small ones. */
  readonly anyKinds: ReadonlySet<string>;
}

const ADDRESSES = 'ip:';

/** @param ends as `FlowFilter` has them. */
export function endsWanted(ends: readonly string[]): EndsWanted {
  const named = new Set<string>();
  const blocks: Cidr[] = [];
  const anyKinds = new Set<string>();
  for (const end of ends) {
    if (end.startsWith(ONLY_THIS)) named.add(end.slice(ONLY_THIS.length));
    else if (end.startsWith(ANY_CASE)) anyKinds.add(end.slice(ANY_CASE.length));
    else {
      named.add(end);
      const block = blockOf(end);
      if (block !== undefined && block.first !== block.last) blocks.push(block);
    }
  }
  return { named, blocks, anyKinds };
}

/** Whether an end of a row is asked for. */
export function isEndWanted({ named, blocks, anyKinds }: EndsWanted, end: string): boolean {
  if (named.has(end)) return true;
  if (anyKinds.size > 0 && anyKinds.has(withSmallKind(end))) return true;
  return blocks.length > 0 && isWithin(blocks, end);
}

function withSmallKind(end: string): string {
  const [namespace, kind = '', ...name] = end.split('/');
  return [namespace, kind.toLowerCase(), ...name].join('/');
}

/** Whether an address or network lies in one of the blocks as a whole. */
function isWithin(blocks: readonly Cidr[], end: string): boolean {
  const kept = blockOf(end);
  if (kept === undefined) return false;
  return blocks.some(({ family, first, last }) => family === kept.family && first <= kept.first && kept.last <= last);
}

function blockOf(end: string): Cidr | undefined {
  return end.startsWith(ADDRESSES) ? parseCidr(end.slice(ADDRESSES.length)) : undefined;
}
