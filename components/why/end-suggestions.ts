import type { SearchResult } from '#lib/api/search-schemas.ts';
import { WHY } from '#lib/text/en/why.ts';

export interface EndSuggestion {
  /** As the command line writes it. */
  readonly end: string;
  readonly means: string;
}

const INTERNET = 'internet';
const SERVICE = /^Service ([^/]+)\/(.+)$/;

/** What the search found, as ends of a connection: also a pod that a namespace might have, and a Service by its name. */
export function endSuggestions(text: string, groups: SearchResult['groups']): readonly EndSuggestion[] {
  const found = groups.flatMap(({ group, items }) =>
    items.flatMap(({ id, label, detail }): EndSuggestion[] => {
      switch (group) {
        case 'pods':
        case 'workloads':
          return [{ end: id, means: `${label} · ${detail}` }];
        case 'namespaces':
          return [{ end: `${id}/?`, means: WHY.newPodIn(label) }];
        case 'addresses': {
          const [, namespace, name] = SERVICE.exec(detail) ?? [];
          const service = namespace === undefined ? [] : [{ end: `${namespace}/Service/${name}`, means: detail }];
          return [...service, { end: id, means: `${label} · ${detail}` }];
        }
        default:
          return [];
      }
    }),
  );
  const outside =
    text !== '' && INTERNET.startsWith(text.toLowerCase()) ? [{ end: INTERNET, means: WHY.internet }] : [];
  const known = new Set<string>();
  return [...outside, ...found].filter(({ end }) => !known.has(end) && known.add(end));
}
