import { STORE } from '#lib/text/en/store.ts';
import { type ChainLink, linkHash } from '#server/report/evidence/chain-link.ts';

export type HashedChainLink = ChainLink & {
  /** `linkHash` of the other four. */
  readonly hash: string;
};

export interface ChainCheck {
  readonly links: number;
  /** Hash of the last link, null for an empty chain. */
  readonly head: string | null;
  /** The first thing that is wrong; undefined: none was altered, and none is missing in between. */
  readonly problem?: { readonly seq: number; readonly message: string } | undefined;
}

/** Recomputes a chain from its first link on. Stops at the first problem. */
export function verifyChain(links: Iterable<HashedChainLink>): ChainCheck {
  let seq = 0;
  let head: string | null = null;
  for (const link of links) {
    const stop = (message: string): ChainCheck => ({ links: seq, head, problem: { seq: seq + 1, message } });
    if (link.seq !== seq + 1) return stop(STORE.chain.gap(seq + 1, link.seq));
    if (link.prev !== head) return stop(STORE.chain.prev(link.seq));
    if (linkHash(link) !== link.hash) return stop(STORE.chain.hash(link.seq));
    seq++;
    head = link.hash;
  }
  return { links: seq, head };
}
