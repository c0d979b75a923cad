import { describe, expect, it } from 'vitest';
import { RingfenceError } from '#lib/api/errors.ts';
import { askRevision } from './ask-revision.ts';
import { createShownRevisions } from './shown-revisions.ts';

const answer = (seq: number) => ({ revision: { seq } });

describe('askRevision', () => {
  it('asks for the revision that the page shows', async () => {
    const revisions = createShownRevisions();
    revisions.pin('demo', 3);
    const asked: (number | undefined)[] = [];
    await askRevision(
      'demo',
      async (rev) => {
        asked.push(rev);
        return answer(rev ?? 9);
      },
      revisions,
    );
    expect(asked).toEqual([3]);
  });

  it('takes the revision of the first answer where the page shows none', async () => {
    const revisions = createShownRevisions();
    await askRevision('demo', async () => answer(5), revisions);
    expect(revisions.of('demo').shown).toBe(5);
  });

  it('asks again where another answer pinned the page meanwhile', async () => {
    const revisions = createShownRevisions();
    const got = await askRevision(
      'demo',
      async (rev) => {
        if (rev === undefined) revisions.pin('demo', 5);
        return answer(rev ?? 6);
      },
      revisions,
    );
    expect(got.revision.seq).toBe(5);
  });

  it('moves on to the newest revision where the shown one is gone', async () => {
    const revisions = createShownRevisions();
    revisions.pin('demo', 3);
    const got = await askRevision(
      'demo',
      async (rev) => {
        if (rev === 3) throw new RingfenceError('REVISION_GONE', 'Revision 3 is no longer kept.');
        return answer(8);
      },
      revisions,
    );
    expect(got.revision.seq).toBe(8);
    expect(revisions.of('demo').shown).toBe(8);
  });

  it('passes every other error on', async () => {
    const revisions = createShownRevisions();
    const failing = askRevision('demo', () => Promise.reject(new RingfenceError('NOT_FOUND', 'gone')), revisions);
    await expect(failing).rejects.toThrow('gone');
  });
});
