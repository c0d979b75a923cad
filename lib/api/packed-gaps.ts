import type { ArticleHook, Gap, GapReport } from '#lib/gdpr/types.ts';
import type { GapsView, Revision } from './types.ts';

/** A gap whose lists stand in the tables beside it. */
export interface PackedGap extends Omit<Gap, 'peers' | 'articles' | 'references'> {
  /** Runs of positions in `names`: first, last, first, last, … */
  readonly peers: readonly number[];
  /** Position in `articles`. */
  readonly articles: number;
  /** Position in `references`. */
  readonly references: number;
}

/**
 * All gaps as they travel: in an open cluster nearly every workload is a peer of nearly every gap, and 10,000 pods would
 * be 60 MB of the same names.
 */
export interface PackedGaps extends Omit<GapReport, 'gaps'> {
  readonly revision: Revision;
  readonly names: readonly string[];
  readonly articles: readonly (readonly ArticleHook[])[];
  readonly references: readonly (readonly string[])[];
  readonly gaps: readonly PackedGap[];
}

export function packGaps(revision: Revision, report: GapReport): PackedGaps {
  const names = [...new Set(report.gaps.flatMap(({ peers }) => peers))].sort();
  const positions = new Map(names.map((name, position) => [name, position]));
  const articles = table<readonly ArticleHook[]>();
  const references = table<readonly string[]>();
  const gaps = report.gaps.map((gap) => ({
    ...gap,
    peers: runsOf(gap.peers.map((peer) => positions.get(peer) as number)),
    articles: articles.positionOf(gap.articles),
    references: references.positionOf(gap.references),
  }));
  return { revision, ...report, names, articles: articles.rows, references: references.rows, gaps };
}

/** The gaps with their lists again; gaps with the same peers share one list. */
export function unpackGaps({ names, articles, references, ...packed }: PackedGaps): GapsView {
  const lists = new Map<string, readonly string[]>();
  const gaps = packed.gaps.map((gap): Gap => {
    const key = gap.peers.join();
    const peers = lists.get(key) ?? namesIn(gap.peers, names);
    lists.set(key, peers);
    return {
      ...gap,
      peers,
      articles: articles[gap.articles] ?? [],
      references: references[gap.references] ?? [],
    };
  });
  return { ...packed, gaps };
}

function runsOf(positions: readonly number[]): number[] {
  const runs: number[] = [];
  for (const position of positions) {
    if (runs.length > 0 && runs.at(-1) === position - 1) runs[runs.length - 1] = position;
    else runs.push(position, position);
  }
  return runs;
}

function namesIn(runs: readonly number[], names: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (let run = 0; run + 1 < runs.length; run += 2) {
    found.push(...names.slice(runs[run], (runs[run + 1] as number) + 1));
  }
  return found;
}

/** Rows that are kept once, told apart by their content. */
function table<Row>() {
  const rows: Row[] = [];
  const positions = new Map<string, number>();
  return {
    rows,
    positionOf(row: Row): number {
      const key = JSON.stringify(row);
      const known = positions.get(key);
      if (known !== undefined) return known;
      positions.set(key, rows.length);
      return rows.push(row) - 1;
    },
  };
}
