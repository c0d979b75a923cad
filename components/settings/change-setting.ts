import type { ClusterSettings, ProfileFieldView } from '#lib/api/settings-types.ts';

/** The choice with one field changed; a field that says what its preset says anyway is no setting. */
export function changeSetting(
  { profile, sets }: ClusterSettings['choice'],
  { field, preset }: Pick<ProfileFieldView, 'field' | 'preset'>,
  value: string,
): ClusterSettings['choice'] {
  const others = sets.filter((each) => !each.startsWith(`${field}=`));
  return { profile, sets: value === preset ? others : [...others, `${field}=${value}`] };
}

export function isSameChoice(a: ClusterSettings['choice'], b: ClusterSettings['choice']): boolean {
  return a.profile === b.profile && [...a.sets].sort().join('\n') === [...b.sets].sort().join('\n');
}
