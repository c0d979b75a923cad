import { RingfenceError } from '#lib/api/errors.ts';
import type { RevisionComparison } from '#lib/api/revision-schemas.ts';
import { diffGaps } from '#lib/gdpr/diff-gaps.ts';
import type { Gap } from '#lib/gdpr/types.ts';
import { diffJson } from '#lib/policy/diff/diff-json.ts';
import { diffModels } from '#lib/policy/diff/diff-models.ts';
import * as text from '#lib/text/en/server.ts';
import type { Analysis } from './analysis.ts';
import { boundWork } from './bound-work.ts';

const NAMED = 20;
const bounded = boundWork(1, text.COMPARISONS_BUSY);

/** What a revision has against an earlier one of its run that is still kept. Throws REVISION_GONE, TOO_MANY_REQUESTS. */
export function compareRevisions(analysis: Analysis, from: number): Promise<RevisionComparison> {
  return bounded(async () => {
    const before = analysis.history?.analysisOf(from);
    if (before === undefined) throw new RingfenceError('REVISION_GONE', text.revisionGone(from, analysis.revision.seq));
    const [old, now] = [await before.checked(), await analysis.checked()];
    const gaps = diffGaps({ gaps: old.gaps.filter(isOpen) }, { gaps: now.gaps.filter(isOpen) });
    const { counts } = diffJson(diffModels(before.model, analysis.model, { listed: 0 }));
    const all = (kinds: readonly (keyof typeof counts)[]) =>
      kinds.reduce((sum, kind) => sum + counts[kind].connections + counts[kind].outside, 0);
    return {
      revision: analysis.revision,
      from,
      counts: {
        gapsOpened: gaps.opened.length,
        gapsClosed: gaps.closed.length,
        connectionsOpened: all(['opened', 'possibly-opened']),
        connectionsClosed: all(['closed', 'ruled-out']),
      },
      opened: gaps.opened.slice(0, NAMED).map(({ title }) => title),
      closed: gaps.closed.slice(0, NAMED).map(({ title }) => title),
    };
  });
}

const isOpen = ({ result }: Gap) => result === 'FAIL';
