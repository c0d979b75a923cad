import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { boot } from './boot.ts';
import { runtime } from './current-runtime.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'ringfence-boot-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

test('the launcher and the framework, who both boot, get one runtime: its sources are read once', async () => {
  const env = {
    ...process.env,
    RINGFENCE_ARGV: JSON.stringify(['--demo']),
    HOME: '/nowhere',
    RINGFENCE_DATA_DIR: dataDir,
    KUBECONFIG: '',
    NEXT_MANUAL_SIG_HANDLE: 'true',
  };
  const [first, second] = await Promise.all([boot(env), boot(env)]);
  expect(second).toBe(first);
  expect(runtime()).toBe(first);
  expect(first.clusters().map(({ id }) => id)).toEqual(['demo']);
  await first.stop();
});
