import { setImmediate as nextTurn } from 'node:timers/promises';
import { tryFix } from '#lib/gdpr/verify-fix.ts';
import { buildClusterObjects } from '#lib/kube/build-cluster-objects.ts';
import { createAnalysis } from './analysis.ts';
import type { HelperMessage, HelperReply } from './fix-helper.ts';
import { fixesOf } from './try-fixes.ts';

// Tries the fixes of one analysis, the last first: whoever asked begins with the first, and the two meet.

process.once('disconnect', () => process.exit());
process.once('message', async ({ objects, completeness, profile, meta, scope }: HelperMessage) => {
  const { gapReport } = createAnalysis({ ...buildClusterObjects(objects), completeness }, profile, meta);
  const { context, fixes } = fixesOf(gapReport, scope);
  for (const yaml of fixes.toReversed()) {
    process.send?.({ yaml, tried: context && tryFix(context, yaml) } satisfies HelperReply);
    await nextTurn();
  }
});
