import { getOr } from '#lib/get-or.ts';
import { CHAPTERS, GAPS } from '#lib/text/en/report-sections.ts';
import type { Chapter, LineItem } from '../document/blocks.ts';
import { type EvidenceGap, peersOfEvidence, runsOfSet } from '../evidence/peer-runs.ts';
import type { GapLookups } from './gap-block.ts';
import { MAX_PEERS_TOLD } from './gap-block.ts';
import { toldWhole } from './gaps.ts';

/** Names and runs of numbers that an annex holds: some 200 pages. */
const MOST_NUMBERS = 60_000;

/**
 * Who stands behind each gap that a chapter tells whole and of whose peers it names a dozen: by number, since in an open
 * cluster each has nearly all of them, and one list for the gaps that have the same.
 */
export function peersAnnex({ evidence }: GapLookups): Chapter | undefined {
  const runsOf = new Map<number, readonly number[]>();
  const runsOfGap = ({ peers }: EvidenceGap) => getOr(runsOf, peers, () => runsOfSet(evidence, peers));
  // By who is meant: one crowd may stand in the evidence in two forms, alone and as another one with exceptions.
  const alike = Map.groupBy(
    toldWhole(evidence.gaps).filter((gap) => peersOfEvidence(evidence, gap).length > MAX_PEERS_TOLD),
    (gap) => runsOfGap(gap).join(),
  );
  if (alike.size === 0) return undefined;
  const lists = [...alike.values()] as [EvidenceGap, ...EvidenceGap[]][];
  const numbers = evidence.peerNames.length + lists.reduce((sum, [gap]) => sum + runsOfGap(gap).length / 2, 0);
  if (numbers > MOST_NUMBERS) {
    const text = GAPS.peersCounted(evidence.peerNames.length, alike.size);
    return { title: CHAPTERS.annexPeers, numbered: false, newPage: true, blocks: [{ type: 'text', text }] };
  }
  return {
    title: CHAPTERS.annexPeers,
    numbered: false,
    newPage: true,
    blocks: [
      { type: 'text', text: GAPS.peersIntro },
      { type: 'lines', items: lists.map((gaps) => peersLine(runsOfGap(gaps[0]), gaps)) },
      { type: 'head', text: GAPS.peersNumbered },
      { type: 'lines', items: numberedNames(evidence.peerNames) },
    ],
  };
}

/** Positions begin at 0, numbers for people at 1. */
function peersLine(set: readonly number[], gaps: readonly EvidenceGap[]): LineItem {
  const runs: string[] = [];
  let workloads = 0;
  for (let run = 0; run < set.length; run += 2) {
    const [from, to] = [(set[run] as number) + 1, (set[run + 1] as number) + 1];
    runs.push(from === to ? `${from}` : `${from}–${to}`);
    workloads += to - from + 1;
  }
  return { name: gaps.map(({ id }) => id).join(', '), text: GAPS.peersOf(workloads, runs.join(', ')) };
}

/** In the order of the numbers by which readers look them up, which is that of the evidence; what has no namespace stands under itself. */
function numberedNames(names: readonly string[]): readonly LineItem[] {
  const groups = Map.groupBy(names.entries(), ([, name]) => name.split('/', 1).join());
  return [...groups].map(([namespace, own]) => ({
    name: namespace,
    text: own.map(([position, name]) => `${position + 1} ${name.slice(name.indexOf('/') + 1)}`).join(', '),
  }));
}
