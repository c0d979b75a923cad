import type { CheckContext } from './check.ts';
import { effectOfFix } from './fix-effect.ts';
import type { FixEffect, Gap } from './types.ts';

/** A fix that is written, and whose effect is computed, when it is first read: of a thousand gaps a page shows ten. */
export function lazyFix(context: CheckContext, note: string, write: () => string): Gap['fix'] {
  let yaml: string | undefined;
  let effect: { readonly computed: FixEffect | undefined } | undefined;
  return {
    get yaml() {
      yaml ??= write();
      return yaml;
    },
    note,
    get effect() {
      effect ??= { computed: effectOfFix(context.model, this.yaml) };
      return effect.computed;
    },
  };
}
