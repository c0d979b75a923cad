import type { Direction } from '#lib/kube/objects.ts';
import { MIN_001 } from '#lib/text/en/checks/min.ts';
import type { CheckContext } from '../check.ts';
import { lazily } from '../lazily.ts';
import type { Gap } from '../types.ts';
import type { WorkloadFacts } from '../workload-facts.ts';
import { narrowWorkload } from './narrow-workload.ts';

/** What a gap of an unused permission proposes: policies that keep what was observed of the workload in one direction. */
export function narrowingFix(context: CheckContext, workload: WorkloadFacts, direction: Direction): Gap['fix'] {
  const narrowed = lazily(() =>
    context.observed === undefined ? undefined : narrowWorkload(context, context.observed, workload, [direction]),
  );
  return {
    get yaml() {
      return narrowed()?.yaml ?? '';
    },
    get note() {
      const { yaml = '', warnings = [] } = narrowed() ?? {};
      return [yaml === '' ? MIN_001.fixByHand : MIN_001.fix, ...warnings].join(' ');
    },
  };
}
