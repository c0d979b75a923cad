/** How an object of two states is told: by its key (`policyKey`), in the order of keys. */
export interface ChangedKey {
  readonly key: string;
  readonly change: 'added' | 'removed' | 'changed';
}

/** What two states hold under each key, as hashes: of what is the same in both, nothing is told. */
export function changedKeys(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly ChangedKey[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key): ChangedKey[] => {
    const [was, is] = [before.get(key), after.get(key)];
    if (was === is) return [];
    return [{ key, change: was === undefined ? 'added' : is === undefined ? 'removed' : 'changed' }];
  });
}
