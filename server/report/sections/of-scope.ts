import type { WaiverHealth } from '#lib/gdpr/waivers/types.ts';
import type { Evidence } from '../evidence/evidence.ts';

/** What a partial report tells of a list of the whole cluster, and how much of it is about other namespaces. */
export interface ToldOfScope<Said> {
  readonly told: readonly Said[];
  readonly elsewhere: number;
}

/**
 * Without a scope everything. Of something whose namespace nobody knows, or that is of the whole cluster, a part is told too.
 * @param namespaceOf undefined: of none that is known.
 */
export function toldOfScope<Said>(
  { scope }: Pick<Evidence, 'scope'>,
  said: readonly Said[],
  namespaceOf: (said: Said) => string | undefined,
): ToldOfScope<Said> {
  if (scope === undefined) return { told: said, elsewhere: 0 };
  const told = said.filter((each) => {
    const namespace = namespaceOf(each);
    return namespace === undefined || scope.namespaces.includes(namespace);
  });
  return { told, elsewhere: said.length - told.length };
}

/** Whether a namespace is outside of a partial report; '' is that of what belongs to the whole cluster. */
export function isOutsideScope({ scope }: Pick<Evidence, 'scope'>, namespace: string): boolean {
  return scope !== undefined && namespace !== '' && !scope.namespaces.includes(namespace);
}

/** Of "NetworkPolicy shop/web"; undefined for "Node worker-1", and where no object is named. */
export function namespaceOfObject({ object }: { readonly object?: string }): string | undefined {
  return /^\S+ ([^/\s]+)\/\S+$/.exec(object ?? '')?.[1];
}

/**
 * The waivers that mean a gap of the scope, and those that ended or mean no gap at all: of them nobody can say that they
 * were meant for elsewhere.
 */
export function waiversOfScope({ waivers, gaps, scope }: Evidence): ToldOfScope<WaiverHealth> {
  const ids = new Set(gaps.map(({ id }) => id));
  const all = waivers?.waivers ?? [];
  if (scope === undefined) return { told: all, elsewhere: 0 };
  const told = all.filter(
    ({ state, gaps: meant }) => state === 'expired' || meant.length === 0 || meant.some((id) => ids.has(id)),
  );
  return { told, elsewhere: all.length - told.length };
}
