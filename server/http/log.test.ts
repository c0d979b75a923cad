import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { GET as getPod } from '#app/api/clusters/[cluster]/pods/[namespace]/[name]/route.ts';
import { GET as getPods } from '#app/api/clusters/[cluster]/pods/route.ts';
import { installRuntime } from '#server/current-runtime.ts';
import type { Runtime } from '#server/runtime.ts';
import { get, startRuntime, untilRevision } from './testing.ts';

let runtime: Runtime | undefined;
afterEach(async () => {
  installRuntime(undefined);
  await runtime?.stop();
});

test('the log tells routes and never names, questions, headers or tokens', { timeout: 30_000 }, async () => {
  const lines: string[] = [];
  const token = 'the-token-of-this-test';
  const started = startRuntime(['--demo'], { token });
  runtime = started;
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  installRuntime({ ...started, log });
  await untilRevision(started, 'demo');
  const headers = { authorization: `Bearer ${token}`, 'x-sent': 'a-header-of-this-test' };
  await get(getPods, '/api/clusters/demo/pods?q=crm-db', headers);
  await get(getPod, '/api/clusters/demo/pods/crm/crm-db-0', headers);
  await get(getPod, '/api/clusters/demo/pods/crm/crm-db-0', { ...headers, authorization: 'Bearer wrong-token' });
  expect(lines).toHaveLength(3);
  expect(lines.join()).toContain('GET /api/clusters/{cluster}/pods/{namespace}/{name}');
  expect(lines.join()).not.toMatch(/crm-db|the-token|wrong-token|a-header/);
});
