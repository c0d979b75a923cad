import type { Gap } from './types.ts';

/** A fix whose YAML is written when it is first read: of a thousand gaps a page shows ten. */
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
