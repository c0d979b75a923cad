import { fork } from 'node:child_process';
import { expect, test } from 'vitest';
import { sealEvidence } from './evidence/seal-evidence.ts';
import { renderSnapshot } from './render.ts';
import { snapshotOf } from './testing/snapshot-of.ts';

test('the process that sets a document ends when nobody waits for it any more', async () => {
  const child = fork(new URL('./process.ts', import.meta.url), { serialization: 'advanced' });
  const exit = new Promise((resolve) => child.once('exit', resolve));
  await new Promise((resolve) => child.once('spawn', resolve));
  child.disconnect();
  await expect(exit).resolves.toBe(0);
});

test('a snapshot that is cancelled ends at once and says so', async () => {
  const { evidence, scenes } = await snapshotOf('');
  const cancelled = renderSnapshot(sealEvidence(evidence), scenes, { signal: AbortSignal.abort() });
  await expect(cancelled).rejects.toMatchObject({ code: 'INTERNAL', message: 'The snapshot was cancelled.' });
});
