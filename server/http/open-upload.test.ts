import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { POST as upload } from '#app/api/uploads/route.ts';
import type { ClusterListItem } from '#lib/api/cluster-types.ts';
import type { ErrorBody } from '#lib/api/error-types.ts';
import { installRuntime } from '#server/current-runtime.ts';
import type { Runtime } from '#server/runtime.ts';
import { UPLOAD_MAX_BYTES } from './open-upload.ts';
import { ORIGIN, send, startRuntime } from './testing.ts';

let runtime: Runtime;
const open: ReadableStreamDefaultController<Uint8Array>[] = [];

beforeAll(() => {
  runtime = startRuntime(['--demo']);
  installRuntime(runtime);
});
afterEach(() => {
  for (const controller of open.splice(0)) controller.close();
});
afterAll(async () => {
  installRuntime(undefined);
  await runtime.stop();
});

const POD = new TextEncoder().encode(
  'apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {containers: []}\n',
);
const answerOf = async (response: Response) => ({ status: response.status, ...((await response.json()) as ErrorBody) });

/** An upload whose file comes piece by piece, as the test says. */
function begin(name: string): { readonly response: Promise<Response>; readonly body: ReadableStreamDefaultController } {
  let body: ReadableStreamDefaultController<Uint8Array> | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      body = controller;
    },
  });
  if (body === undefined) throw new Error('a stream starts at once');
  open.push(body);
  const headers = {
    ...{ host: 'localhost:3000', origin: ORIGIN, 'sec-fetch-site': 'same-origin' },
    'content-type': 'application/octet-stream',
  };
  const request = new Request(`${ORIGIN}/api/uploads?name=${name}`, {
    ...{ method: 'POST', headers, body: stream, duplex: 'half' },
  });
  return { response: upload(request), body };
}

test('two files may come at once; a third is refused in a sentence until one of them is read', async () => {
  const [first, second] = [begin('a.yaml'), begin('b.yaml')];
  expect(await answerOf(await send(upload, 'POST', '/api/uploads?name=c.yaml', POD))).toMatchObject({
    status: 429,
    error: { code: 'TOO_MANY_REQUESTS', message: 'Two files are being read already.' },
  });
  for (const { body } of [first, second]) {
    body.enqueue(POD);
    body.close();
  }
  open.length = 0;
  expect((await first.response).status).toBe(200);
  expect((await send(upload, 'POST', '/api/uploads?name=c.yaml', POD)).status).toBe(200);
  expect((await second.response).status).toBe(200);
});

test('a file that is refused leaves its place to the next', async () => {
  for (const name of ['a', 'b', 'c']) {
    const words = new TextEncoder().encode('just words');
    expect((await send(upload, 'POST', `/api/uploads?name=${name}.txt`, words)).status).toBe(422);
  }
});

test('more than 256 MB is refused before it is read, by what the request says', async () => {
  const headers = { 'content-length': String(UPLOAD_MAX_BYTES + 1) };
  const answer = await answerOf(await send(upload, 'POST', '/api/uploads?name=a.yaml', POD, headers));
  expect(answer).toMatchObject({ status: 413, error: { code: 'TOO_LARGE', message: expect.stringContaining('256') } });
});

test('more than 256 MB is refused while it comes, where the request does not say', { timeout: 60_000 }, async () => {
  const { response, body } = begin('a.json');
  open.length = 0;
  const piece = new Uint8Array(32 * 2 ** 20).fill(0x20);
  for (let sent = 0; sent <= UPLOAD_MAX_BYTES; sent += piece.length) body.enqueue(piece);
  expect(await answerOf(await response)).toMatchObject({ status: 413, error: { code: 'TOO_LARGE' } });
  expect(runtime.clusters().map(({ name }) => name)).not.toContain('a.json');
});

test('the file lies in a folder of its own that nobody else may enter, and goes with its cluster', async () => {
  const response = await send(upload, 'POST', '/api/uploads?name=mine.yaml', POD);
  const { id } = (await response.json()) as ClusterListItem;
  const { source } = runtime.cluster(id).spec;
  const path = source.type === 'upload' ? source.path : '';
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  expect(statSync(path).mode & 0o077).toBe(0);
  await runtime.remove(id);
  expect(existsSync(dirname(path))).toBe(false);
});
