import { setImmediate as nextTurn } from 'node:timers/promises';
import { listsEffects } from '#lib/gdpr/build-gap.ts';
import type { CheckContext } from '#lib/gdpr/check.ts';
import { contextOf } from '#lib/gdpr/run-checks.ts';
import type { GapReport } from '#lib/gdpr/types.ts';
import { takeTriedFix, tryFix } from '#lib/gdpr/verify-fix.ts';
import type { FixHelper } from './fix-helper.ts';

/** The fixes whose effect a list of these gaps tells, each once, in the order of the gaps. */
export interface Fixes {
  readonly context: CheckContext | undefined;
  readonly fixes: readonly string[];
}

/** @param scope namespaces whose gaps are told; absent: all. */
export function fixesOf(report: GapReport, scope: readonly string[] | undefined): Fixes {
  const context = contextOf(report);
  if (context === undefined || !listsEffects(context.model)) return { context, fixes: [] };
  const told = report.gaps.filter(
    ({ subject: { namespace } }) => scope === undefined || namespace === '' || scope.includes(namespace),
  );
  return { context, fixes: [...new Set(told.map(({ fix }) => fix.yaml).filter((yaml) => yaml !== ''))] };
}

export interface Trying {
  readonly scope?: readonly string[] | undefined;
  /** Begins with the last while this begins with the first. */
  readonly helper?: FixHelper | undefined;
  /** Before each: how many are done. Throws where nobody waits any more. */
  readonly tell?: (done: number, total: number) => void;
}

/**
 * Puts the fixes of a report through engine and checks, a turn of the event loop each: what the gaps tell of them is known
 * then. Returns how many there are.
 */
export async function tryFixes(report: GapReport, { scope, helper, tell }: Trying = {}): Promise<number> {
  try {
    const { context, fixes } = fixesOf(report, scope);
    if (context === undefined) return 0;
    helper?.onTried(({ yaml, tried }) => takeTriedFix(context, yaml, tried));
    for (const [done, yaml] of fixes.entries()) {
      tell?.(done, fixes.length);
      await nextTurn(); // others are answered meanwhile, and the helper's findings arrive
      tryFix(context, yaml);
    }
    return fixes.length;
  } finally {
    helper?.end();
  }
}
