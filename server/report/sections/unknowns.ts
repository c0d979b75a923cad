import type { DependsReason } from '#lib/policy/types.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { listOf } from '#lib/text/en/phrases.ts';
import { isNoPort } from '#lib/text/en/ports.ts';
import { REPORT } from '#lib/text/en/report.ts';
import { CHAPTERS, GAPS, UNKNOWNS } from '#lib/text/en/report-sections.ts';
import type { Block, Chapter } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { edgesIn, edgesOfRelation } from '../evidence/workload-relation.ts';
import type { GapLookups } from './gap-block.ts';
import { gapBlocks } from './gaps.ts';
import { namespaceOfObject, toldOfScope } from './of-scope.ts';
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
      ...listed(REPORT.unreadHead, unreadObjects(evidence), unlessPartial(evidence, REPORT.unreadNone)),
      ...listed(REPORT.unevaluatedHead, policiesOfOthers(evidence), unlessPartial(evidence, REPORT.unevaluatedNone)),
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

function connectionBlocks({ relation }: Evidence): readonly Block[] {
  let depending = 0;
  const reasons = new Set<DependsReason>();
  for (const edge of edgesOfRelation(relation)) {
    if (isNoPort(edge.depends)) continue;
    depending++;
    for (const reason of edge.reasons) reasons.add(reason);
  }
  return [
    { type: 'head', text: UNKNOWNS.dependsHead },
    { type: 'text', text: UNKNOWNS.depends(depending, edgesIn(relation)) },
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

/** "None" is said of the whole cluster: of a part the list says that it is empty here. */
function unlessPartial({ scope }: Evidence, none: string): string | undefined {
  return scope === undefined ? none : undefined;
}

/** The last sentence says how many are elsewhere. */
function withElsewhere(lines: readonly string[], elsewhere: number): readonly string[] {
  return elsewhere === 0 ? lines : [...lines, UNKNOWNS.elsewhere(elsewhere)];
}

function unreadObjects(evidence: Evidence): readonly string[] {
  const { told, elsewhere } = toldOfScope(evidence, evidence.completeness.unread, namespaceOfObject);
  const lines = told.map(({ file, line, object, field, message }) =>
    [object, field, message, place(file, line)].filter((part) => part !== undefined && part !== '').join(' · '),
  );
  return withElsewhere(lines, elsewhere);
}

function notes(evidence: Evidence): readonly string[] {
  const { told, elsewhere } = toldOfScope(evidence, evidence.completeness.notes, namespaceOfObject);
  const lines = told.map(({ message, file, line }) =>
    [message, place(file, line)].filter((part) => part !== '').join(' · '),
  );
  return withElsewhere(lines, elsewhere);
}

function policiesOfOthers(evidence: Evidence): readonly string[] {
  const all = evidence.inputs.objects.filter(isPolicyOfOthers);
  const { told, elsewhere } = toldOfScope(evidence, all, ({ metadata }) => metadata.namespace);
  const lines = told.map(
    ({ kind, metadata: { namespace, name } }) => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
  );
  return withElsewhere(lines, elsewhere);
}

/** In a partial report the reasons are left out: they name what is elsewhere. */
function notEvaluated({ checks, scope }: Evidence): readonly string[] {
  if (scope !== undefined) return [UNKNOWNS.checksPartial];
  return checks.flatMap(({ id, notEvaluated: reasons }) => saidOnce(reasons).map((reason) => `${id}: ${reason}`));
}

/** `ns/Kind/name` */
const WORKLOAD = /[^\s/(]+\/[A-Z][A-Za-z]*\/[^\s,;:)]+/;

/** Of those of whom the same is said; the evidence has all. */
const NAMED = 20;

/** What is said alike of several workloads once, with their names: a check may say it of each. */
function saidOnce(reasons: readonly string[]): readonly string[] {
  const alike = Map.groupBy(reasons, (reason) => reason.replace(WORKLOAD, '/'));
  return [...alike.values()].map(([first = '', ...others]) => {
    const names = others.flatMap((reason) => WORKLOAD.exec(reason)?.[0] ?? []);
    return names.length === 0 ? first : `${first} ${GAPS.sameOf(listOf(names, NAMED))}`;
  });
}

function place(file: string | undefined, line: number | undefined): string {
  return [file, line].filter((part) => part !== undefined).join(':');
}
