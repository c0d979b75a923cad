/** Words of what ⌘K finds. */
import { countOf } from './count.ts';

/** "postgres · declared by 4 pods, named in 3 policies" */
export function portDetail(names: readonly string[], pods: number, policies: number): string {
  const parts = [
    ...(pods === 0 ? [] : [`declared by ${countOf(pods, 'pod')}`]),
    ...(policies === 0 ? [] : [`named in ${countOf(policies, 'policy', 'policies')}`]),
  ];
  return [...(names.length === 0 ? [] : [names.join(', ')]), parts.join(', ')].join(' · ');
}
