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
    ...bulleted(CHANGES.opened, gaps.opened.map(gapTitle)),
    ...bulleted(CHANGES.closed, gaps.closed.map(gapTitle)),
    ...bulleted(
      CHANGES.changed,
      gaps.changed.map(({ before, ...gap }) =>
        CHANGES.gapChanged(
          gapTitle(gap),
          `${before.result} ${REPORT.severity[before.severity]}`,
          `${gap.result} ${REPORT.severity[gap.severity]}`,
        ),
      ),
    ),
    ...nothing(gaps.opened.length + gaps.closed.length + gaps.changed.length),
    { type: 'section', text: CHANGES.connectionsHead },
    ...(connections.length === 0
      ? nothing(0)
      : [
          {
            type: 'table' as const,
            widths: [1.2, 0, 1.8, 1, 1],
            head: CHANGES.connectionHead,
            rows: connections.map(connectionRow),
          },
        ]),
    { type: 'section', text: CHANGES.policiesHead },
    ...listing(policies.added, policies.removed, policies.changed),
    { type: 'section', text: CHANGES.classesHead },
    ...nothing(classification.length),
    ...bulleted(
      undefined,
      classification.map(({ workload, before, after }) =>
        CHANGES.classChanged(
          workload,
          `${classWords(before.dataClass)} (${before.basis})`,
          `${classWords(after.dataClass)} (${after.basis})`,
        ),
      ),
    ),
    { type: 'section', text: CHANGES.dataMapHead },
    ...(dataMap.length === 0
      ? nothing(0)
      : [
          {
            type: 'table' as const,
            widths: [1.2, 0, 2],
            head: CHANGES.dataMapColumns,
            rows: dataMap.map((entry) => [
              dataMapEntryName(entry.part, entry.name),
              CHANGES.entry[entry.change],
              dataMapFieldsInWords(entry),
            ]),
          },
        ]),
    { type: 'section', text: CHANGES.workloadsHead },
    ...listing(workloads.added, workloads.removed, []),
  ];
}

function connectionRow({ subject, direction, change, peers, before, after }: ConnectionChange): readonly string[] {
  const way = direction === 'ingress' ? CHANGES.from : CHANGES.to;
  return [subject, CHANGES.kind[change], `${way} ${workloadsInWords(peers, MOST_NAMED)}`, ports(before), ports(after)];
}

function ports({ allow, depends }: RelationJson): string {
  const certain = portsInWords(allow);
  const perhaps = portsInWords(depends);
  return perhaps === portsInWords({ TCP: [], UDP: [], SCTP: [] })
    ? certain
    : `${certain}; ${REPORT.verdict.depends}: ${perhaps}`;
}

function bulleted(head: string | undefined, items: readonly string[]): readonly Block[] {
  if (items.length === 0) return [];
  return [...(head === undefined ? [] : [{ type: 'head' as const, text: head }]), { type: 'bullets', items }];
}

function listing(added: readonly string[], removed: readonly string[], altered: readonly string[]): readonly Block[] {
  const items = [
    ...(added.length === 0 ? [] : [CHANGES.added(added.join(', '))]),
    ...(removed.length === 0 ? [] : [CHANGES.removed(removed.join(', '))]),
    ...(altered.length === 0 ? [] : [CHANGES.altered(altered.join(', '))]),
  ];
  return items.length === 0 ? nothing(0) : bulleted(undefined, items);
}

function nothing(changed: number): readonly Block[] {
  return changed === 0 ? [{ type: 'text', text: CHANGES.nothing }] : [];
}
