import { RingfenceError } from '#lib/api/errors.ts';
import type { NarrowingView } from '#lib/api/narrowing-schemas.ts';
import { narrowingOf, unusedByWorkload } from '#lib/gdpr/narrowing/narrowing.ts';
import { timeOf } from '#lib/gdpr/observed-sample.ts';
import { createContext } from '#lib/gdpr/run-checks.ts';
import { unseenPermissions, unusedDaysOf } from '#lib/gdpr/unused-permissions.ts';
import { NARROWING } from '#lib/text/en/narrowing.ts';
import * as text from '#lib/text/en/server.ts';
import type { Analysis } from './analysis.ts';
import { boundProposal } from './proposals.ts';

/** Throws NOT_FOUND for a workload that is not there, TOO_MANY_REQUESTS. */
export async function narrowingView(
  { model, revision, checkOptions }: Analysis,
  { workload }: { readonly workload?: string | undefined },
): Promise<NarrowingView> {
  const context = createContext(model, checkOptions);
  const facts = workload === undefined ? undefined : context.workloads.get(workload);
  if (workload !== undefined && facts === undefined)
    throw new RingfenceError('NOT_FOUND', text.noSuchWorkload(workload));
  const { observed } = context;
  const days = unusedDaysOf(context);
  if (observed === undefined) return { revision, days, unavailable: NARROWING.noSource, unused: [], isCut: false };
  const { window } = observed.traffic;
  return {
    revision,
    days,
    window: { from: timeOf(window.from), to: timeOf(window.to) },
    unused: unusedByWorkload(context, observed),
    isCut: unseenPermissions(context, observed).isCut,
    ...(facts === undefined
      ? {}
      : { narrowing: await boundProposal(async () => narrowingOf(context, observed, facts)) }),
  };
}
