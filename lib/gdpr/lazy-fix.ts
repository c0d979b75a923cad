import type { Gap } from './types.ts';

/** A fix that is written when it is first read: of a thousand gaps a page shows ten. `buildGap` adds its effect. */
export function lazyFix(note: string, write: () => string): Gap['fix'] {
  let yaml: string | undefined;
  return {
    get yaml() {
      yaml ??= write();
      return yaml;
    },
    note,
  };
}
