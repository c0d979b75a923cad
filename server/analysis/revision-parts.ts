import type { DataMapInForce } from '#lib/gdpr/data-map/data-map-in-force.ts';
import type { ObservedFacts } from '#lib/gdpr/observed-facts.ts';
import type { Waiver } from '#lib/gdpr/waivers/types.ts';
import type { Completeness } from '#lib/kube/cluster-objects.ts';
import type { ProfileChoice } from '#lib/policy/profile-view.ts';
import type { OtherCause } from './revision-log.ts';

/** What a revision was made from: where all of it is the same, it would be the same revision. */
export interface RevisionParts {
  readonly content: string;
  /** As `whatIsMissing` tells it. */
  readonly completeness: string;
  readonly choice: ProfileChoice;
  readonly dataMap: DataMapInForce | undefined;
  readonly waivers: readonly Waiver[];
  readonly day: string | undefined;
  readonly observed: ObservedFacts | undefined;
}
const PARTS: readonly (keyof RevisionParts)[] = [
  'content',
  'completeness',
  'choice',
  'dataMap',
  'waivers',
  'day',
  'observed',
];

export function isSameRevision(a: RevisionParts, b: RevisionParts): boolean {
  return PARTS.every((part) => a[part] === b[part]);
}

/** What else than objects is different. */
export function otherCauses(a: RevisionParts, b: RevisionParts): readonly OtherCause[] {
  const causes = [
    ['profile', 'choice'],
    ['data-map', 'dataMap'],
    ['waivers', 'waivers'],
    ['completeness', 'completeness'],
    ['day', 'day'],
    ['traffic', 'observed'],
  ] as const satisfies readonly (readonly [OtherCause, keyof RevisionParts])[];
  return causes.flatMap(([cause, part]) => (a[part] === b[part] ? [] : [cause]));
}

/** Where reading stands, without the server's counters, which change all the time. */
export function whatIsMissing({ kinds, unread, notes }: Completeness): string {
  const states = kinds.map(({ resource, state, deniedNamespaces, message }) => [
    resource,
    state,
    deniedNamespaces,
    message,
  ]);
  return JSON.stringify([states, unread, notes]);
}
