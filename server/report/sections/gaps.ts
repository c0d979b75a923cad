import { SEVERITIES } from '#lib/gdpr/types.ts';
import { count } from '#lib/text/en/count.ts';
import { REPORT } from '#lib/text/en/report.ts';
import { CHAPTERS, GAPS } from '#lib/text/en/report-sections.ts';
import type { Block, Chapter } from '../document/blocks.ts';
import type { EvidenceGap } from '../evidence/peer-runs.ts';
import { type GapLookups, gapBlock } from './gap-block.ts';
import { type GapGroup, groupGaps } from './gap-groups.ts';
import { gapLine } from './gap-line.ts';

/** Of one kind told whole; a reader who has read three knows the kind. */
const TOLD_WHOLE = 3;
/** Further gaps whose YAML is printed too: some twenty pages. */
const MOST_YAML_LINES = 3_000;
/** Further gaps that an annex tells one by one: some 900 pages. A hundred thousand are more than the typesetter holds. */
export const MOST_FURTHER = 20_000;

export function gapsChapter(lookups: GapLookups): Chapter {
  const open = lookups.evidence.gaps.filter(({ result }) => result === 'FAIL');
  return {
    title: CHAPTERS.gaps,
    numbered: true,
    newPage: open.length > 0,
    blocks:
      open.length === 0
        ? [{ type: 'text', text: REPORT.noGaps }]
        : [{ type: 'text', text: GAPS.intro }, ...gapBlocks(open, lookups)],
  };
}

/** Gaps by severity and kind. What is beyond the first of each kind stands in the annex. */
export function gapBlocks(gaps: readonly EvidenceGap[], lookups: GapLookups): readonly Block[] {
  const inAnnex = furtherGaps(lookups.evidence.gaps) <= MOST_FURTHER;
  return SEVERITIES.flatMap((severity) => {
    const own = gaps.filter((gap) => gap.severity === severity);
    if (own.length === 0) return [];
    const groups = groupGaps(own);
    return [
      { type: 'section' as const, text: GAPS.bySeverity(REPORT.severity[severity], own.length, groups.length) },
      ...groups.flatMap((group) => groupBlocks(group, lookups, inAnnex)),
    ];
  });
}

/** The gaps that a chapter tells whole. */
export function toldWhole(gaps: readonly EvidenceGap[]): readonly EvidenceGap[] {
  return groupGaps(gaps).flatMap(wholeOf);
}

function wholeOf({ first, rest }: GapGroup): readonly EvidenceGap[] {
  return [first, ...rest.slice(0, TOLD_WHOLE - 1)];
}

function groupBlocks(group: GapGroup, lookups: GapLookups, inAnnex: boolean): readonly Block[] {
  const { first, rest } = group;
  const told = wholeOf(group).map((gap) => gapBlock(gap, lookups, gap === first));
  const more = rest.length - told.length + 1;
  return more === 0 ? told : [...told, { type: 'text', text: GAPS.more(more, inAnnex), strong: true }];
}

/** How many no chapter tells whole. */
function furtherGaps(gaps: readonly EvidenceGap[]): number {
  return gaps.length - toldWhole(gaps).length;
}

/** Every gap that no chapter tells whole, of all results, kind by kind. */
export function gapsAnnex(lookups: GapLookups): Chapter | undefined {
  const groups = groupGaps(lookups.evidence.gaps).flatMap(({ first, rest }) => {
    const further = rest.slice(TOLD_WHOLE - 1);
    return further.length === 0 ? [] : [{ first, further }];
  });
  const [example] = groups[0]?.further ?? [];
  if (example === undefined) return undefined;
  const further = furtherGaps(lookups.evidence.gaps);
  if (further > MOST_FURTHER) return countedAnnex(further, groups, example.id);
  const lines = groups.reduce(
    (sum, { further }) => sum + further.reduce((own, { fix }) => own + fix.yaml.length, 0),
    0,
  );
  return {
    title: CHAPTERS.annexGaps,
    numbered: false,
    blocks: [
      { type: 'text', text: GAPS.annexIntro(lookups.evidence.scope !== undefined) },
      { type: 'code', lines: [GAPS.annexCommand(example.id)] },
      ...groups.flatMap(({ first, further }): readonly Block[] => [
        { type: 'head', text: `${first.check} · ${first.derivation}` },
        {
          type: 'lines',
          items: further.map((gap) => gapLine(gap, lookups, { first, withYaml: lines <= MOST_YAML_LINES })),
        },
      ]),
    ],
  };
}

/** How many of which kind, and where each stands. */
function countedAnnex(
  further: number,
  groups: readonly { readonly first: EvidenceGap; readonly further: readonly EvidenceGap[] }[],
  example: string,
): Chapter {
  return {
    title: CHAPTERS.annexGaps,
    numbered: false,
    blocks: [
      { type: 'text', text: GAPS.annexCounted(further) },
      { type: 'code', lines: [GAPS.annexList, GAPS.annexCommand(example)] },
      {
        type: 'table',
        widths: [0, 0, 1, 0],
        right: [3],
        head: GAPS.annexCountedHead,
        rows: groups.map(({ first: { check, result, derivation }, further: own }) => [
          ...[check, result, derivation],
          count(own.length),
        ]),
      },
    ],
  };
}
