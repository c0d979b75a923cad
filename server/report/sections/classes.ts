import { SENSITIVITY } from '#lib/gdpr/types.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { count } from '#lib/text/en/count.ts';
import { classWords } from '#lib/text/en/data-classes.ts';
import { REPORT } from '#lib/text/en/report.ts';
import { CHAPTERS, CLASSES } from '#lib/text/en/report-sections.ts';
import type { Block, Chapter } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { everyWorkload, workloadsInWords } from './workload-lists.ts';

type Classified = Evidence['classification'][number];

/** Names in one cell of the table; larger groups are written out below it. */
const MOST_IN_ROW = 12;

const BASES = ['declared', 'inherited', 'inferred', 'unknown'] as const;

/** Workloads by class and ground; those with the same ground stand together, all by name. */
export function classesChapter({ classification }: Evidence): Chapter {
  const groups = [...Map.groupBy(classification, groupKey).values()].sort(
    ([a], [b]) => rank(a) - rank(b) || compareNames(a?.workload ?? '', b?.workload ?? ''),
  );
  const table: Block = {
    type: 'table',
    widths: [1.6, 0, 0, 1.3],
    head: CLASSES.head,
    rows: groups.flatMap((members) => {
      const [first] = members;
      if (first === undefined) return [];
      const list = workloadsInWords(namesOf(members), MOST_IN_ROW);
      return [[list, classOf(first), basisOf(first), groundOf(first)]];
    }),
  };
  const large = groups.filter((members) => members.length > MOST_IN_ROW);
  return {
    title: CHAPTERS.classes,
    numbered: true,
    blocks: [
      { type: 'text', text: REPORT.classesIntro },
      countsTable(classification),
      ...lowered(classification),
      ...(classification.length === 0 ? [] : [table]),
      ...(large.length === 0
        ? []
        : [
            { type: 'head' as const, text: CLASSES.largeHead },
            {
              type: 'lines' as const,
              items: large.flatMap((members) => {
                const [first] = members;
                if (first === undefined) return [];
                const name = CLASSES.largeName(classOf(first), basisOf(first), members.length);
                return [{ name, text: everyWorkload(namesOf(members)) }];
              }),
            },
          ]),
    ],
  };
}

function namesOf(members: readonly Classified[]): readonly string[] {
  return members.map(({ workload }) => workload);
}

function rank(classified: Classified | undefined): number {
  return classified === undefined ? 0 : SENSITIVITY.indexOf(classified.dataClass);
}

/** The ground without the workload's own name, so that workloads of one pattern are one row. */
function groupKey(classified: Classified): string {
  return JSON.stringify([classOf(classified), basisOf(classified), groundOf(classified), classified.lowered]);
}

function groundOf({ source, workload }: Classified): string {
  const [namespace = '', kind = '', name = ''] = workload.split('/');
  const own = `${kind} ${namespace}/${name}`;
  return source.includes(own) ? source.replace(own, CLASSES.ownObject(kind)) : source;
}

function classOf({ dataClass, dataAtRest }: Classified): string {
  return dataAtRest ? `${classWords(dataClass)}; ${REPORT.atRest}` : classWords(dataClass);
}

function basisOf({ basis, confidence }: Classified): string {
  return confidence === undefined ? basis : CLASSES.confidence(basis, confidence);
}

function countsTable(classification: Evidence['classification']): Block {
  const classes = SENSITIVITY.filter((each) => classification.some(({ dataClass }) => dataClass === each));
  return {
    type: 'table',
    widths: [2, 1, 1, 1, 1],
    right: [1, 2, 3, 4],
    head: CLASSES.countsHead,
    rows: classes.map((each) => [
      classWords(each),
      ...BASES.map((basis) =>
        count(classification.filter((one) => one.dataClass === each && one.basis === basis).length),
      ),
    ]),
  };
}

function lowered(classification: Evidence['classification']): readonly Block[] {
  const items = classification.flatMap(({ workload, dataClass, lowered: was }) =>
    was === undefined
      ? []
      : [`${workload}: ${CLASSES.lowered(classWords(was.from), classWords(dataClass), was.because)}`],
  );
  return items.length === 0
    ? [{ type: 'text', text: CLASSES.loweredNone }]
    : [
        { type: 'head', text: CLASSES.loweredHead },
        { type: 'bullets', items },
      ];
}
