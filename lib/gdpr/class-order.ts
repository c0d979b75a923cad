import { compareText } from '#lib/policy/connection-units.ts';
import type { DataClass } from './types.ts';

/** The worst first: how much somebody could do with what is there. What is not known stands before what is none. */
export const CLASS_ORDER: readonly DataClass[] = [
  ...(['special', 'criminal', 'children', 'personal', 'pseudonymised', 'unknown', 'none'] as const),
];

/** By class, the worst first, then by name. */
export function worstFirst<T extends { readonly dataClass: DataClass }>(
  items: readonly T[],
  nameOf: (item: T) => string,
): readonly T[] {
  return [...items].sort(
    (a, b) => CLASS_ORDER.indexOf(a.dataClass) - CLASS_ORDER.indexOf(b.dataClass) || compareText(nameOf(a), nameOf(b)),
  );
}
