import type { DependsReason } from '#lib/policy/types.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { isNoPort } from '#lib/text/en/ports.ts';
import { REPORT } from '#lib/text/en/report.ts';
import { CHAPTERS, UNKNOWNS } from '#lib/text/en/report-sections.ts';
import type { Block, Chapter } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { GapLookups } from './gap-block.ts';
import { gapBlocks } from './gaps.ts';
import { isPolicyOfOthers } from './unevaluated.ts';

/** Everything that this document cannot say, and why. */
export function unknownsChapter(lookups: GapLookups): Chapter {
  const { evidence } = lookups;
  const undecided = evidence.gaps.filter(({ result }) => result === 'UNKNOWN');
  return {
    title: CHAPTERS.unknowns,
    numbered: true,
    blocks: [
      { type: 'bullets', items: [UNKNOWNS.never, REPORT.neverRead] },
      ...classBlocks(evidence),
      ...connectionBlocks(evidence),
      ...listed(REPORT.unreadHead, unreadObjects(evidence), REPORT.unreadNone),
      ...listed(REPORT.unevaluatedHead, policiesOfOthers(evidence), REPORT.unevaluatedNone),
      ...listed(REPORT.checksHead, notEvaluated(evidence)),
      ...listed(REPORT.notesHead, notes(evidence)),
      { type: 'section', text: UNKNOWNS.resultsHead },
      ...(undecided.length === 0
        ? [{ type: 'text' as const, text: UNKNOWNS.resultsNone }]
        : gapBlocks(undecided, lookups)),
    ],
  };
}

function classBlocks({ classification }: Evidence): readonly Block[] {
  const unknown = classification.filter(({ dataClass }) => dataClass === 'unknown').length;
  return [
    { type: 'head', text: UNKNOWNS.classesHead },
    { type: 'text', text: UNKNOWNS.classes(unknown, classification.length) },
  ];
}

function connectionBlocks({ relation: { edges } }: Evidence): readonly Block[] {
  const depending = edges.filter(({ depends }) => !isNoPort(depends));
  const reasons = new Set<DependsReason>(depending.flatMap((edge) => edge.reasons));
  return [
    { type: 'head', text: UNKNOWNS.dependsHead },
    { type: 'text', text: UNKNOWNS.depends(depending.length, edges.length) },
    ...(reasons.size === 0 ? [] : [{ type: 'bullets' as const, items: dependsBecause([...reasons]) }]),
  ];
}

function listed(head: string, items: readonly string[], none?: string): readonly Block[] {
  if (items.length > 0) {
    return [
      { type: 'head', text: head },
      { type: 'bullets', items },
    ];
  }
  return none === undefined ? [] : [{ type: 'text', text: none }];
}

function unreadObjects({ completeness }: Evidence): readonly string[] {
  return completeness.unread.map(({ file, line, object, field, message }) =>
    [object, field, message, place(file, line)].filter((part) => part !== undefined && part !== '').join(' · '),
  );
}

function notes({ completeness }: Evidence): readonly string[] {
  return completeness.notes.map(({ message, file, line }) =>
    [message, place(file, line)].filter((part) => part !== '').join(' · '),
  );
}

function policiesOfOthers({ inputs }: Evidence): readonly string[] {
  return inputs.objects
    .filter(isPolicyOfOthers)
    .map(
      ({ kind, metadata: { namespace, name } }) => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
    );
}

/** In a partial report the reasons are left out: they name what is elsewhere. */
function notEvaluated({ checks, scope }: Evidence): readonly string[] {
  if (scope !== undefined) return [UNKNOWNS.checksPartial];
  return checks.flatMap(({ id, notEvaluated: reasons }) => reasons.map((reason) => `${id}: ${reason}`));
}

function place(file: string | undefined, line: number | undefined): string {
  return [file, line].filter((part) => part !== undefined).join(':');
}
