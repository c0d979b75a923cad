import type { ClassRelations } from '#lib/policy/class-relations.ts';
import type { PortSet } from '#lib/policy/port-set.ts';

/**
 * The ports of two classes as the relation of all classes has them, where that is known without asking the engine:
 * undefined with an end on the host network, where who shares a node counts. For checks that ask about every pair.
 */
export function knownPorts(
  { kindOf, of }: ClassRelations,
  from: number,
  to: number,
  side: 'must' | 'may',
): PortSet | undefined {
  if ((kindOf[from] as number) < 0 || (kindOf[to] as number) < 0) return undefined;
  const known = of(from, to);
  if (known === undefined || !('all' in known)) return undefined;
  return side === 'must' ? known.all : known.may;
}
