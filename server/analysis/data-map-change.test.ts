import { expect, test } from 'vitest';
import type { Analysis } from './analysis.ts';
import { previewDataMapChange } from './data-map-change.ts';

const EMPTIED = { text: '', changes: [], recipients: [], keep: false };

/** An analysis that can say nothing: whatever is asked of it fails the test. */
const UNASKED = new Proxy({} as Analysis, {
  get: (_, name) => {
    throw new Error(`asked for ${String(name)}`);
  },
});

test('a preview that nobody waits for any more runs no check', async () => {
  await expect(previewDataMapChange(UNASKED, EMPTIED, AbortSignal.abort())).rejects.toMatchObject({
    code: 'TIMED_OUT',
  });
});

test('a page that leaves while its DataMap is read stops the preview before the checks', async () => {
  const leaving = new AbortController();
  const analysis = {
    get dataMapInForce() {
      leaving.abort();
      return undefined;
    },
    get gapReport() {
      throw new Error('checks ran');
    },
  } as unknown as Analysis;
  await expect(previewDataMapChange(analysis, EMPTIED, leaving.signal)).rejects.toMatchObject({ code: 'TIMED_OUT' });
});

test('of many previews at once two are worked on, the others are refused, and who leaves makes room at once', async () => {
  const idle = { dataMapInForce: { text: '' } } as unknown as Analysis;
  const leaving = [new AbortController(), new AbortController()];
  const first = leaving.map(({ signal }) => previewDataMapChange(idle, EMPTIED, signal));
  await expect(previewDataMapChange(idle, EMPTIED, new AbortController().signal)).rejects.toMatchObject({
    code: 'TOO_MANY_REQUESTS',
  });
  for (const each of leaving) each.abort();
  const gone = Promise.allSettled(first);
  await expect(gone).resolves.toMatchObject([{ reason: { code: 'TIMED_OUT' } }, { reason: { code: 'TIMED_OUT' } }]);
  await expect(previewDataMapChange(UNASKED, EMPTIED, AbortSignal.abort())).rejects.toMatchObject({
    code: 'TIMED_OUT',
  });
});
