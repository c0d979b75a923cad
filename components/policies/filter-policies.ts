import type { PolicyListItem } from '#lib/api/types.ts';

export type QuickFilter = 'nothing' | 'any' | 'gap';

export function isQuickFilter(text: string): text is QuickFilter {
  return text === 'nothing' || text === 'any' || text === 'gap';
}

function passesQuick(item: PolicyListItem, filter: QuickFilter): boolean {
  switch (filter) {
    case 'nothing':
      return item.selects.pods === 0;
    case 'any':
      return item.opensToAny;
    case 'gap':
      return item.gaps !== undefined;
  }
}

/** Counts stand on the chips, also 0: that nothing selects nothing is worth knowing. */
export function quickCount(items: readonly PolicyListItem[], filter: QuickFilter): number {
  return items.filter((item) => passesQuick(item, filter)).length;
}

/** Every word must stand in name, namespace, kind, manager or sentence; `ns:crm` means exactly that namespace. */
export function filterPolicies(
  items: readonly PolicyListItem[],
  text: string,
  quick: QuickFilter | undefined,
): readonly PolicyListItem[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return items.filter(
    (item) => (quick === undefined || passesQuick(item, quick)) && words.every((word) => hasWord(item, word)),
  );
}

function hasWord({ policy, sentence, changed }: PolicyListItem, word: string): boolean {
  if (word.startsWith('ns:')) return policy.namespace === word.slice('ns:'.length);
  const haystack = [policy.kind, policy.namespace, policy.name, sentence, changed?.manager ?? '']
    .join(' ')
    .toLowerCase();
  return haystack.includes(word);
}
