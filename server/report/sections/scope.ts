import { createHash } from 'node:crypto';
import type { KindCompleteness } from '#lib/kube/cluster-objects.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { count } from '#lib/text/en/count.ts';
import { REPORT, timestamp } from '#lib/text/en/report.ts';
import { CHAPTERS, PROVENANCE } from '#lib/text/en/report-sections.ts';
import type { Block, Chapter } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { provenanceBlocks } from './provenance.ts';

export function scopeChapter(evidence: Evidence): Chapter {
  const { completeness, scope } = evidence;
  const all = namespacesOf(evidence);
  const out = scope === undefined ? [] : all.filter((name) => !scope.namespaces.includes(name));
  const kinds: Block = {
    type: 'table',
    widths: [0, 0, 0, 0, 1],
    right: [1, 2],
    head: [
      ...[REPORT.columns.kind, REPORT.columns.objects, REPORT.columns.pages, REPORT.columns.listVersion],
      REPORT.columns.readable,
    ],
    rows: completeness.kinds.map((kind) => [
      kind.resource,
      count(kind.count),
      kind.pages === undefined ? '–' : count(kind.pages),
      kind.resourceVersion ?? '–',
      readable(kind),
    ]),
  };
  return {
    title: CHAPTERS.scope,
    numbered: true,
    blocks: [
      ...(completeness.kinds.length === 0 ? [] : [kinds]),
      ...(evidence.observed === undefined ? [{ type: 'text' as const, text: PROVENANCE.flows }] : []),
      { type: 'head', text: REPORT.namespacesHead },
      { type: 'text', text: (scope?.namespaces.toSorted(compareNames) ?? all).join(', ') },
      ...(scope === undefined
        ? []
        : [
            { type: 'text' as const, text: PROVENANCE.namespacesOut(out.join(', ')) },
            { type: 'text' as const, text: REPORT.scopeInputs },
          ]),
      { type: 'head', text: PROVENANCE.head },
      { type: 'pairs', rows: sourceRows(evidence), width: 110 },
      ...provenanceBlocks(evidence),
    ],
  };
}

function sourceRows({ source, cluster, taken, inputs: { dataMap } }: Evidence): readonly (readonly [string, string])[] {
  const { rows } = PROVENANCE;
  return [
    [rows.source, source.label],
    [rows.time, source.asOf === undefined ? PROVENANCE.noTime : timestamp(source.asOf ?? taken)],
    [rows.cluster, cluster.uid ?? REPORT.noUid],
    ...(dataMap === undefined
      ? [[rows.dataMap, PROVENANCE.noDataMap] as const]
      : [
          [rows.dataMap, createHash('sha256').update(dataMap).digest('hex')] as const,
          [rows.dataMapCommit, PROVENANCE.noDataMapCommit] as const,
        ]),
    // gdpr.md §5.3 asks for them.
    [rows.image, PROVENANCE.noImage],
    [rows.places, PROVENANCE.noPlaces],
  ];
}

function namespacesOf({ inputs, classification }: Evidence): readonly string[] {
  const names = new Set<string>();
  for (const { kind, metadata } of inputs.objects) if (kind === 'Namespace') names.add(metadata.name);
  for (const { workload } of classification) names.add(workload.split('/')[0] ?? '');
  return [...names].sort(compareNames);
}

function readable({ state, deniedNamespaces, message }: KindCompleteness): string {
  const { readState } = REPORT;
  const words = state === 'partial' ? readState.partial((deniedNamespaces ?? []).join(', ')) : readState[state];
  return message === undefined || state === 'read' ? words : `${words}: ${message}`;
}
