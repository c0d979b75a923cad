import { isRingfenceError } from '#lib/api/errors.ts';
import { type ShownRevisions, shownRevisions } from './shown-revisions.ts';

interface Answer {
  readonly revision: { readonly seq: number };
}

/**
 * Asks for the revision that the page shows. Without one the answer's becomes it; if another answer was first, it is
 * asked again, so that a screen never mixes revisions. A revision that is gone (409) moves the page on to the newest.
 */
export async function askRevision<T extends Answer>(
  cluster: string,
  ask: (rev: number | undefined) => Promise<T>,
  revisions: ShownRevisions = shownRevisions,
): Promise<T> {
  const rev = revisions.of(cluster).shown;
  try {
    const answer = await ask(rev);
    if (rev !== undefined) return answer;
    const pinned = revisions.pin(cluster, answer.revision.seq);
    return pinned === answer.revision.seq ? answer : await ask(pinned);
  } catch (error) {
    if (rev === undefined || !isRingfenceError(error) || error.code !== 'REVISION_GONE') throw error;
    if (revisions.of(cluster).shown === rev) revisions.move(cluster, undefined);
    const answer = await ask(revisions.of(cluster).shown);
    revisions.pin(cluster, answer.revision.seq);
    return answer;
  }
}
