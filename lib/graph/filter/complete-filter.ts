import type { PortsJson } from '#lib/policy/types.ts';
import { portsAreAll } from '../port-label.ts';
import type { Scene, SceneNode } from '../types.ts';
import { FILTER_KEYS, FILTER_VALUES, type FilterKey, isFilterKey } from './filter-language.ts';
import { isMember } from './match-box.ts';
import { matchFilter } from './match-filter.ts';
import { isLineKey } from './match-line.ts';
import { KEY_PREFIX, printTerm } from './print-filter.ts';

export interface Suggestion {
  /** The whole word that it stands for: `class:special`, or `class:` where a value is still to come. */
  readonly word: string;
  readonly key: FilterKey;
  /** Absent: a key is offered. */
  readonly value?: string;
  /** What it would leave: boxes, or connections for what is said of lines. Absent for keys. */
  readonly count?: { readonly of: 'boxes' | 'connections'; readonly found: number };
}

const MOST = 8;

/**
 * What could stand in place of a word that is being typed, from the keys of the language and the values of this scene:
 * keys for a word without `:`, values with their counts behind one. What begins like the word comes first, then what
 * holds it. At most eight.
 */
export function completeWord(scene: Scene, word: string): readonly Suggestion[] {
  const negated = word.startsWith('-');
  const body = (negated ? word.slice(1) : word).toLowerCase();
  const key = KEY_PREFIX.exec(body)?.[1];
  if (key === undefined) {
    return FILTER_KEYS.filter((each) => each.startsWith(body)).map((each) => ({
      word: `${negated ? '-' : ''}${each}:`,
      key: each,
    }));
  }
  if (!isFilterKey(key)) return [];
  const typed = body.slice(key.length + 1).replaceAll('"', '');
  const counted = [...countedValues(scene, key)];
  const fitting = counted.filter(([value]) => value.toLowerCase().includes(typed));
  // of a few words all are offered where none fits: the one that is meant is among them
  const offered = (fitting.length === 0 && FILTER_VALUES[key] !== undefined ? counted : fitting).map(
    ([value, found]) => ({ value, found, begins: value.toLowerCase().startsWith(typed) }),
  );
  const byCount = FILTER_VALUES[key] === undefined;
  offered.sort((a, b) => Number(b.begins) - Number(a.begins) || (byCount ? b.found - a.found : 0));
  const of = isLineKey(key) ? 'connections' : 'boxes';
  return offered.slice(0, MOST).map(({ value, found }) => ({
    word: printTerm({ key, value, negated }),
    key,
    value,
    count: { of, found },
  }));
}

/** The values of a key in this scene, each with how much the term alone would leave. */
function countedValues(scene: Scene, key: FilterKey): ReadonlyMap<string, number> {
  switch (key) {
    case 'ns':
      return tally(scene, (node) => node.namespace);
    case 'kind':
      return tally(scene, (node) => node.kind);
    case 'name':
      return tally(scene, (node) => node.name ?? node.label);
    default:
      return new Map(valuesOf(scene, key).map((value) => [value, leftBy(scene, key, value)]));
  }
}

function tally(scene: Scene, of: (node: SceneNode) => string | undefined): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const node of scene.nodes) {
    const value = isMember(node) ? of(node) : undefined;
    if (value !== undefined) found.set(value, (found.get(value) ?? 0) + 1);
  }
  return new Map(sorted(found.keys()).map((value) => [value, found.get(value) ?? 0]));
}

function valuesOf(scene: Scene, key: FilterKey): readonly string[] {
  switch (key) {
    case 'check':
      return sorted(scene.edges.flatMap((edge) => edge.gaps.map(checkOf)));
    case 'port':
      return sorted(scene.edges.flatMap(({ allow, some, depends }) => [allow, some, depends].flatMap(portsOf)));
    case 'verdict':
      return ['allowed', 'depends']; // pairs that are denied are not drawn: there is nothing to count
    default:
      return FILTER_VALUES[key] ?? [];
  }
}

function leftBy(scene: Scene, key: FilterKey, value: string): number {
  const term = { key, value, negated: false, start: 0, end: 0 };
  const match = matchFilter(scene, { text: '', terms: [term], errors: [] });
  return (isLineKey(key) ? match?.edges.size : match?.found) ?? 0;
}

/** `ISO-001` of `ISO-001-0badcafe`. */
const checkOf = (gap: string) => gap.split('-').slice(0, 2).join('-');

/** Single ports; of a range its first; `any` for all. */
function portsOf(ports: PortsJson | undefined): readonly string[] {
  if (ports === undefined) return [];
  if (portsAreAll(ports)) return ['any'];
  return [...ports.TCP, ...ports.UDP, ...ports.SCTP].map(([first]) => String(first));
}

const sorted = (values: Iterable<string>) =>
  [...new Set(values)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
