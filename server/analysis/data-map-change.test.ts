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
