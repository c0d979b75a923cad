import type { PortsJson } from '#lib/policy/types.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { portsAreAll } from '../port-label.ts';
import type { Scene, SceneNode } from '../types.ts';
import { FILTER_VALUES, type FilterKey } from './filter-language.ts';
import { isMember } from './match-box.ts';
import { matchFilter } from './match-filter.ts';
import { isLineKey } from './match-line.ts';
import { type Suggestion, suggestKeys, suggestValues, typedWord } from './suggest.ts';

/**
 * What could stand in place of a word that is being typed, from the keys of the language and the values of this scene:
 * keys for a word without `:`, values with their counts behind one. The server knows the values that are not in a picture
 * (`valuesAreElsewhere`).
 */
export function completeWord(scene: Scene, word: string): readonly Suggestion[] {
  const typed = typedWord(word, 'map');
  if (typed.key === undefined) return suggestKeys(typed, 'map');
  return suggestValues(typed, countedValues(scene, typed.key), isLineKey(typed.key) ? 'connections' : 'boxes');
}

/** Whether the values of a key are not in this picture: labels and policies, and whatever a tile hides. */
export function valuesAreElsewhere(scene: Scene, key: FilterKey): boolean {
  if (key === 'label' || key === 'policy' || key === 'check' || key === 'reaches') return true;
  return scene.level === 'namespaces' && (key === 'kind' || key === 'name' || key === 'class' || key === 'gap');
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

/** Single ports; of a range its first; `any` for all. */
function portsOf(ports: PortsJson | undefined): readonly string[] {
  if (ports === undefined) return [];
  if (portsAreAll(ports)) return ['any'];
  return [...ports.TCP, ...ports.UDP, ...ports.SCTP].map(([first]) => String(first));
}

const sorted = (values: Iterable<string>) => [...new Set(values)].sort(compareNames);
