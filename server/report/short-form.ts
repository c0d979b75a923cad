import { dateInWords, REPORT } from '#lib/text/en/report.ts';
import { CHAPTERS } from '#lib/text/en/report-sections.ts';
import { SHORT } from '#lib/text/en/report-short.ts';
import type { Block, ReportDocument } from './document/blocks.ts';
import type { Evidence } from './evidence/evidence.ts';
import { wholeGap } from './evidence/shared-values.ts';
import { chainPlace, hashesOf, scopeSentence } from './sections/cover.ts';
import { enforcementBox } from './sections/enforcement.ts';
import { type GapGroup, groupGaps } from './sections/gap-groups.ts';
import { waiversOfScope } from './sections/of-scope.ts';
import { changesSentence, severityTable, summarySentence } from './sections/summary.ts';
import { noWaiverShown, waiverTable } from './sections/waivers.ts';
import { frameOf } from './view.ts';

const TOP = 5;
/** More would not fit two pages; the full report has all. */
const MOST_WAIVERS = 8;

/** Two pages for management (the numbers, five sentences, what changed, what to do, who accepts what), of the same evidence. */
export function shortDocument(evidence: Evidence, hash: string): ReportDocument {
  const open = groupGaps(evidence.gaps.filter(({ result }) => result === 'FAIL'));
  const top = open.slice(0, TOP);
  return {
    ...frameOf(evidence, hash),
    attachments: [],
    chapters: [
      {
        title: SHORT.where,
        numbered: false,
        blocks: [
          {
            type: 'text',
            text: SHORT.intro(dateInWords(evidence.taken), scopeSentence(evidence), chainPlace(evidence.chain)),
          },
          { type: 'text', text: summarySentence(evidence) },
          severityTable(evidence),
          { type: 'text', text: changesSentence(evidence) },
          ...sentences(top),
          enforcementBox(evidence),
        ],
      },
      {
        title: SHORT.next,
        numbered: false,
        newPage: true,
        blocks: [
          { type: 'bullets', items: [...nextSteps(evidence, top)] },
          { type: 'section', text: SHORT.accepted },
          ...acceptedBlocks(evidence),
          { type: 'section', text: CHAPTERS.limits },
          { type: 'bullets', items: SHORT.limits },
          { type: 'section', text: SHORT.evidence },
          { type: 'text', text: SHORT.evidenceText },
          { type: 'pairs', rows: hashesOf(evidence, hash), width: 110 },
        ],
      },
    ],
  };
}

function sentences(top: readonly GapGroup[]): readonly Block[] {
  if (top.length === 0) return [];
  return [
    { type: 'head', text: REPORT.fiveThatMatter },
    {
      type: 'table',
      widths: [0, 1],
      head: [REPORT.columns.severity, REPORT.columns.gap],
      rows: top.map(({ first, rest }) => [
        { severity: first.severity, text: REPORT.severity[first.severity] },
        REPORT.topGap(first.title, rest.length),
      ]),
    },
  ];
}

/** The first step for each kind among the worst, then what makes the rest of the answers better. */
function* nextSteps(evidence: Evidence, top: readonly GapGroup[]): Generator<string> {
  const { classification, profile } = evidence;
  for (const { first } of top) yield SHORT.step(first.title, firstSentence(wholeGap(evidence, first).fix.note));
  const unknown = classification.filter(({ dataClass }) => dataClass === 'unknown').length;
  if (unknown > 0) yield SHORT.classify(unknown);
  if (profile.enforced === 'unknown') yield SHORT.enforce;
  const ended = waiversOfScope(evidence).told.filter(({ state }) => state === 'expired').length;
  if (ended > 0) yield SHORT.expired(ended);
}

function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
}

function acceptedBlocks(evidence: Evidence): readonly Block[] {
  const table = waiverTable(evidence);
  if (table === undefined) return [{ type: 'text', text: noWaiverShown(evidence) }];
  const left = table.rows.length - MOST_WAIVERS;
  return [
    { ...table, rows: table.rows.slice(0, MOST_WAIVERS) },
    ...(left > 0 ? [{ type: 'small' as const, text: SHORT.moreWaivers(left) }] : []),
  ];
}
