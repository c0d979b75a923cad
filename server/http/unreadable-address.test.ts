import http, { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UNREADABLE_ADDRESS } from '#lib/text/en/unreadable-address.ts';
import { refuseUnreadable, refuseUnreadableIn } from './unreadable-address.ts';

const server = createServer(refuseUnreadable((_, response) => response.end('heard')));
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => server.close());
const ask = (path: string) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);

test.each(['/%E0%A4%A/map', '/%', '/demo/pods/%c0%ae/x'])('%s is refused in words, with our headers', async (path) => {
  const answer = await ask(path);
  expect(answer.status).toBe(400);
  expect(await answer.text()).toBe(`${UNREADABLE_ADDRESS}\n`);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('under /api the refusal is the JSON of an error', async () => {
  const answer = await ask('/api/clusters/%ff/summary');
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { code: 'BAD_REQUEST', message: UNREADABLE_ADDRESS } });
});

test('servers refuse them while that is asked for, and whoever makes one later has it as it is', async () => {
  const answerOf = async (made: http.Server) => {
    await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
    const { port } = made.address() as AddressInfo;
    const { status } = await fetch(`http://127.0.0.1:${port}/%`);
    await new Promise((resolve) => made.close(resolve));
    return status;
  };
  const end = refuseUnreadableIn(http);
  const during = http.createServer({}, (_, response) => response.end());
  end();
  expect(http.createServer).toBe(createServer);
  expect(await answerOf(during)).toBe(400);
  expect(await answerOf(http.createServer((_, response) => response.end()))).toBe(200);
});

test.each(['/', '/demo/map?q=%E0%A4%A', '/%E2%82%AC/map', '/%25E0%25A4%25A/map'])('%s is heard', async (path) => {
  expect(await (await ask(path)).text()).toBe('heard');
});
