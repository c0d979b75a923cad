/** Words of the exported map. */

import type { TrafficState } from '#lib/flows/observed.ts';
import type { Severity } from '#lib/gdpr/types.ts';
import { count, countOf } from './count.ts';
import { trafficStateWord } from './traffic-page.ts';

export const MAP_EXPORT = {
  label: 'Export map',
  figure: (type: 'SVG' | 'PNG', theme: string) => `${type}, ${theme}`,
  themes: { light: 'light', dark: 'dark', print: 'print' },
  formats: { mermaid: 'Mermaid', dot: 'DOT (Graphviz)', csv: 'CSV', json: 'JSON' },
  copyLink: 'Copy link',
  copyMarkdown: 'Copy as Markdown',
  markdownCopied: 'Markdown',
  failed: 'The map could not be exported. Try again.',
  columns: ['from', 'to', 'allow', 'some', 'depends', 'reasons', 'gaps'],
  heads: ['From', 'To', 'Verdict', 'Ports', 'Gaps'],
  some: 'some pods',
  depends: 'depends',
  allowed: 'allowed',
  openIt: 'Open in Ringfence',
  noLines: 'No connection is shown.',
} as const;

/** What the signs of an exported figure mean. */
export const FIGURE_LEGEND = {
  allowed: 'allowed',
  depends: 'depends',
  gap: (severity: Severity) => `${severity} gap`,
  traffic: (state: TrafficState) => trafficStateWord(state),
  rate: (perHour: number) => `${count(perHour)} an hour`,
  inferred: 'class inferred',
  fence: 'left side ingress, right side egress: solid is isolated, dotted is open',
  badge: 'open gaps, more bars are worse',
} as const;

/** "Allowed connections in demo, workloads, revision 1: 40 connections, 12 of them with a gap." */
export const exportSentence = (title: string, level: string, revision: number, lines: number, gaps: number) =>
  `${title}, ${level}, revision ${revision}: ${countOf(lines, 'connection')}, ${gaps === 0 ? 'none' : count(gaps)} of them with a gap.`;

/** Of a figure with the layer of traffic. */
export const trafficFigureTitle = (cluster: string) => `Connections in ${cluster} with their observed traffic`;
export const trafficFigureNote = (span: string, end: string) =>
  `Observed traffic of ${span} until ${end}. Lines without a state were not compared.`;

/** What the filter hides of the map; undefined where that is nothing. */
export function hiddenSentence(
  filter: string,
  gapsOnly: boolean,
  hides: readonly string[],
  hidden: { readonly boxes: number; readonly lines: number },
): string | undefined {
  if (hidden.boxes + hidden.lines === 0) return undefined;
  const by = [
    ...(filter === '' ? [] : [`the filter "${filter}"`]),
    ...(gapsOnly ? ['gaps only'] : []),
    ...hides.map((each) => `hiding "${each}"`),
  ].join(' and ');
  return `Not in this file, by ${by}: ${countOf(hidden.lines, 'connection')} and ${countOf(hidden.boxes, 'box', 'boxes')} of the map.`;
}

/** Between tiles the figure draws gaps only, as the screen does. */
export const quietLines = (lines: number) =>
  `${countOf(lines, 'connection')} without a gap between namespaces ${lines === 1 ? 'is' : 'are'} not drawn.`;
export const mermaidLimit = (edges: number, most: number) =>
  `${count(edges)} edges. Mermaid draws at most ${count(most)} unless its page allows more.`;

/** "demo-workloads-rev-12-dark.svg": cluster, level, the opened namespace and workload, revision. */
export const mapFileName = (shown: readonly (string | undefined)[], revision: number, ending: string) =>
  [...shown, `rev-${revision}`]
    .filter((part) => part !== undefined)
    .map((part) => part.replace(/[^a-zA-Z0-9._-]+/g, '-'))
    .join('-') + ending;
