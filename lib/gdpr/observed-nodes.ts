import { coverageShares } from '#lib/flows/join/coverage-share.ts';
import { ENOUGH_SEEN } from '#lib/flows/join/join-permissions.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { type ObservedFacts, RECENT_MS } from './observed-facts.ts';

/** A node of which too little of the last day was observed for a silence to say something. */
export interface UnobservedNode {
  readonly node: string;
  /** 0 to 1. */
  readonly share: number;
}

/** The least observed first; undefined where no source says when it observed, or no node is known. */
export function unobservedNodes(
  { objects }: PolicyModel,
  { traffic }: ObservedFacts,
): readonly UnobservedNode[] | undefined {
  const { window, coverage, complete } = traffic;
  if (complete.length === 0 || objects.nodes.size === 0) return undefined;
  const shares = coverageShares(
    { from: Math.max(window.from, window.to - RECENT_MS), to: window.to },
    coverage,
    complete,
  );
  return [...objects.nodes.keys()]
    .map((node) => ({ node, share: shares.of(node) }))
    .filter(({ share }) => share < ENOUGH_SEEN)
    .sort((a, b) => a.share - b.share || (a.node < b.node ? -1 : 1));
}
