import type { Changes, ConnectionChange } from '#lib/gdpr/report-parts/changes.ts';
import type { RelationJson } from '#lib/policy/types.ts';
import { dataMapEntryName, dataMapFieldsInWords } from '#lib/text/en/compare-page.ts';
import { classWords } from '#lib/text/en/data-classes.ts';
import { portsInWords } from '#lib/text/en/ports.ts';
import { REPORT, shortHash, timestamp } from '#lib/text/en/report.ts';
import { CHANGES, CHAPTERS } from '#lib/text/en/report-sections.ts';
import type { Block, Chapter } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { workloadsInWords } from './workload-lists.ts';

const MOST_NAMED = 12;
const NO_PORT = portsInWords({ TCP: [], UDP: [], SCTP: [] });
/** Of one list: some hundred pages. More entries are counted, and stand in the evidence. */
const MOST_ENTRIES = 5_000;

export function changesChapter({ changes }: Evidence): Chapter {
  return {
    title: CHAPTERS.changes,
    numbered: true,
    blocks: changes === undefined ? [{ type: 'text', text: CHANGES.none }] : changeBlocks(changes),
  };
}

function changeBlocks({
  since,
  gaps,
  connections,
  policies,
  classification,
  workloads,
  dataMap,
}: Changes): readonly Block[] {
  const gapTitle = ({ severity, title, id }: Changes['gaps']['opened'][number]): string =>
    `${REPORT.severity[severity]}: ${title} (${id})`;
  return [
    {
      type: 'text',
      text: CHANGES.intro(timestamp(since.taken), since.evidence === undefined ? undefined : shortHash(since.evidence)),
    },
    { type: 'section', text: CHANGES.gapsHead },
    ...unlessTooMany(
      'changes.gaps',
      [
        [CHANGES.opened, gaps.opened.length],
        [CHANGES.closed, gaps.closed.length],
        [CHANGES.changed, gaps.changed.length],
      ],
      () => [
        ...bulleted(CHANGES.opened, gaps.opened.map(gapTitle)),
        ...bulleted(CHANGES.closed, gaps.closed.map(gapTitle)),
        ...bulleted(
          CHANGES.changed,
          gaps.changed.map(({ before, ...gap }) =>
            CHANGES.gapChanged(gapTitle(gap), standingOf(before, gap), standingOf(gap, before)),
          ),
        ),
      ],
    ),
    { type: 'section', text: CHANGES.connectionsHead },
    ...unlessTooMany(
      'changes.connections',
      countsByWord(connections, ({ change }) => CHANGES.kind[change]),
      () => [
        {
          type: 'table',
          widths: [1.2, 0, 1.8, 1, 1],
          head: CHANGES.connectionHead,
          rows: connections.map(connectionRow),
        },
      ],
    ),
    { type: 'section', text: CHANGES.policiesHead },
    ...listing('changes.policies', policies),
    { type: 'section', text: CHANGES.classesHead },
    ...unlessTooMany('changes.classification', [[CHANGES.changed, classification.length]], () =>
      bulleted(
        undefined,
        classification.map(({ workload, before, after }) =>
          CHANGES.classChanged(
            workload,
            `${classWords(before.dataClass)} (${before.basis})`,
            `${classWords(after.dataClass)} (${after.basis})`,
          ),
        ),
      ),
    ),
    { type: 'section', text: CHANGES.dataMapHead },
    ...unlessTooMany(
      'changes.dataMap',
      countsByWord(dataMap, ({ change }) => CHANGES.entry[change]),
      () => [
        {
          type: 'table',
          widths: [1.2, 0, 2],
          head: CHANGES.dataMapColumns,
          rows: dataMap.map((entry) => [
            dataMapEntryName(entry.part, entry.name),
            CHANGES.entry[entry.change],
            dataMapFieldsInWords(entry),
          ]),
        },
      ],
    ),
    { type: 'section', text: CHANGES.workloadsHead },
    ...listing('changes.workloads', { ...workloads, changed: [] }),
  ];
}

type Standing = Pick<Changes['gaps']['changed'][number], 'result' | 'severity'>;

/** What of a gap is not as in the other state. */
function standingOf({ result, severity }: Standing, other: Standing): string {
  const told = [
    ...(result === other.result ? [] : [CHANGES.result[result]]),
    ...(severity === other.severity ? [] : [REPORT.severity[severity]]),
  ];
  return told.join(', ');
}

/** A list as it is told, that nothing changed, or where it stands and how much of what. */
function unlessTooMany(
  path: string,
  counts: readonly (readonly [string, number])[],
  told: () => readonly Block[],
): readonly Block[] {
  const all = counts.reduce((sum, [, own]) => sum + own, 0);
  if (all === 0) return [{ type: 'text', text: CHANGES.nothing }];
  return all > MOST_ENTRIES ? [{ type: 'text', text: CHANGES.tooMany(all, counts, path) }] : told();
}

function countsByWord<Entry>(
  entries: readonly Entry[],
  wordOf: (entry: Entry) => string,
): readonly (readonly [string, number])[] {
  return [...Map.groupBy(entries, wordOf)].map(([word, own]) => [word, own.length]);
}

function connectionRow({ subject, direction, change, peers, before, after }: ConnectionChange): readonly string[] {
  const way = direction === 'ingress' ? CHANGES.from : CHANGES.to;
  return [subject, CHANGES.kind[change], `${way} ${workloadsInWords(peers, MOST_NAMED)}`, ports(before), ports(after)];
}

function ports({ allow, depends }: RelationJson): string {
  const certain = portsInWords(allow);
  const perhaps = portsInWords(depends);
  if (perhaps === NO_PORT) return certain;
  return [...(certain === NO_PORT ? [] : [certain]), `${REPORT.verdict.depends}: ${perhaps}`].join('; ');
}

function bulleted(head: string | undefined, items: readonly string[]): readonly Block[] {
  if (items.length === 0) return [];
  return [...(head === undefined ? [] : [{ type: 'head' as const, text: head }]), { type: 'bullets', items }];
}

function listing(path: string, { added, removed, changed }: Changes['policies']): readonly Block[] {
  const counts = [
    [CHANGES.entry.added, added.length],
    [CHANGES.entry.removed, removed.length],
    [CHANGES.entry.changed, changed.length],
  ] as const;
  return unlessTooMany(path, counts, () =>
    bulleted(undefined, [
      ...(added.length === 0 ? [] : [CHANGES.added(added.join(', '))]),
      ...(removed.length === 0 ? [] : [CHANGES.removed(removed.join(', '))]),
      ...(changed.length === 0 ? [] : [CHANGES.altered(changed.join(', '))]),
    ]),
  );
}
