import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { GET as getPod } from '#app/api/clusters/[cluster]/pods/[namespace]/[name]/route.ts';
import { GET as getPods } from '#app/api/clusters/[cluster]/pods/route.ts';
import type { ErrorBody } from '#lib/api/error-types.ts';
import { RingfenceError } from '#lib/api/errors.ts';
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

test('a fault inside the worker is logged with its stack, and tells the page nothing of the inside', async () => {
  const lines: string[] = [];
  const started = startRuntime(['--demo']);
  runtime = started;
  const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
  const fault = new RingfenceError('INTERNAL', 'Something failed.', 'TypeError at /srv/ringfence/inside.ts:1');
  const cluster = (id: string) => ({ ...started.cluster(id), ask: () => Promise.reject(fault) });
  installRuntime({ ...started, log, cluster });
  const response = await get(getPods, '/api/clusters/demo/pods');
  const { error } = (await response.json()) as ErrorBody;
  expect([response.status, error.code, error.detail]).toEqual([500, 'INTERNAL', undefined]);
  expect(lines.join()).toContain('inside.ts:1');
  expect(lines.join()).toContain(error.requestId);
});
