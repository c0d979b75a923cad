import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LINES } from '#server/traffic/testing/flow-lines.ts';
import { runCli } from './testing/run-cli.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringfence-cli-flows-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const AN_HOUR_AGO = new Date(Date.now() - 60 * 60_000).toISOString();
const POD = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { containers: [{ name: c, image: i }] }
`;
const text = (...lines: readonly (object | string)[]) =>
  lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
const own = { ...LINES.own, time: AN_HOUR_AGO };
const gke = { ...LINES.gke, timestamp: AN_HOUR_AGO };
const hubble = { ...LINES.hubble, flow: { ...LINES.hubble.flow, time: AN_HOUR_AGO } };

/** Imports where no server runs, into a data folder of its own unless `home` names one. */
async function flows(
  args: readonly string[],
  files: Readonly<Record<string, string | Buffer>> = {},
  home = mkdtempSync(join(folder, 'run-')),
) {
  const at = (name: string) => join(home, name);
  writeFileSync(at('cluster.yaml'), POD);
  for (const [name, content] of Object.entries(files)) writeFileSync(at(name), content);
  const where = ['--cluster', `lab=${at('cluster.yaml')}`, '--data-dir', at('data')];
  return runCli(['flows', ...args, ...Object.keys(files).map(at), ...where]);
}

test('without a server import reads every format, plain and gzipped', { timeout: 60_000 }, async () => {
  const { status, stdout } = await flows(['import', '-o', 'json'], {
    'mixed.ndjson': text(own, hubble),
    'gke.ndjson.gz': gzipSync(text(gke)),
  });
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    files: [
      { accepted: 2, unreadable: 0, lost: 0 },
      { accepted: 1, unreadable: 0, lost: 0 },
    ],
  });
});

test('a gzipped file that breaks off is named with what was taken of it, and the others are taken', {
  timeout: 60_000,
}, async () => {
  // of random names, so that it is unpacked in pieces
  const records = Array.from({ length: 4_000 }, (_, at) => ({
    ...own,
    id: createHash('sha256').update(`${at}`).digest('hex'),
  }));
  const packed = gzipSync(text(...records));
  const { status, stdout, stderr } = await flows(['import'], {
    'cut.ndjson.gz': packed.subarray(0, packed.length - 2_000),
    'good.ndjson': text(own),
  });
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /cut\.ndjson\.gz: The file is gzipped and cannot be unpacked to its end\. [1-9][\d\s]* flows before/,
  );
  expect(stdout).toMatch(/good\.ndjson: 1 flow taken in/);
});

test('a file of which not one line can be read is an error, one of which some can is told', {
  timeout: 60_000,
}, async () => {
  const some = await flows(['import'], { 'some.ndjson': text(own, 'nonsense'), 'empty.ndjson': '' });
  expect(some).toMatchObject({ status: 0, stderr: expect.stringMatching(/some\.ndjson: 1 line could not be read/) });
  const none = await flows(['import'], { 'none.ndjson': text('nonsense', {}), 'good.ndjson': text(own) });
  expect(none).toMatchObject({ status: 2, stderr: expect.stringMatching(/none\.ndjson: not one of its lines/) });
  expect(none.stdout).toMatch(/good\.ndjson: 1 flow taken in/);
});

test('a folder among the files is refused before anything is taken', { timeout: 60_000 }, async () => {
  const home = mkdtempSync(join(folder, 'refused-'));
  writeFileSync(join(home, 'good.ndjson'), text(own));
  const { status, stdout, stderr } = await flows(['import', join(home, 'good.ndjson'), home], {}, home);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(`${home} cannot be read.`);
});

test('what was taken before an error is told', { timeout: 60_000 }, async () => {
  const home = mkdtempSync(join(folder, 'fault-'));
  for (const name of ['first.ndjson', 'second.ndjson']) writeFileSync(join(home, name), text(own));
  const taken = { lines: 1, accepted: 1, unreadable: 0, lost: 0, tooOld: 0, examples: [] };
  const error = { code: 'NOT_WRITABLE', message: 'The disk is full.' };
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const isFirst = ++asked === 1;
      response.writeHead(isFirst ? 200 : 507, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isFirst ? taken : { error }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const files = ['first.ndjson', 'second.ndjson'].map((name) => join(home, name));
  const where = ['--server', `http://127.0.0.1:${port}`, '--cluster', 'lab'];
  const { status, stdout, stderr } = await runCli(['flows', 'import', ...files, ...where]);
  await new Promise((resolve) => server.close(resolve));
  expect(status).not.toBe(0);
  expect(stdout).toMatch(/first\.ndjson: 1 flow taken in/);
  expect(stderr).toContain(error.message);
});

test('what was imported is listed so that no two lines are alike, and covered by records alone', {
  timeout: 60_000,
}, async () => {
  const home = mkdtempSync(join(folder, 'list-'));
  const denied = { ...own, verdict: 'denied', decidedAt: 'egress' };
  const others = [
    { trust: 'datapath' },
    { decidedAt: 'ingress' },
    { policies: [{ kind: 'NetworkPolicy', name: 'db', action: 'deny' }] },
  ];
  // each in a minute of its own, of one hour
  const hour = Math.floor(Date.parse(AN_HOUR_AGO) / 3_600_000) * 3_600_000;
  const records = [{}, ...others].map((other, at) => ({
    ...denied,
    ...other,
    time: new Date(hour + at * 60_000).toISOString(),
  }));
  await flows(['import'], Object.fromEntries(records.map((record, at) => [`${at}.ndjson`, text(record)])), home);
  const { stdout } = await flows(['list'], {}, home);
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  expect(new Set(lines).size).toBe(lines.length);
  expect(lines.some((line) => line.endsWith('(at ingress, reported)'))).toBe(true);
  expect((await flows(['coverage'], {}, home)).stdout).toMatch(/4 records, 0 lost; .* proves no silence/);
  const [from = ''] = JSON.parse((await flows(['list', '-o', 'json'], {}, home)).stdout).edges.map(
    (edge: { readonly from: string }) => edge.from,
  );
  const asRead = await flows(['list', '--end', from.replace('ip:', '').replace('/Deployment/', '/deploy/')], {}, home);
  expect(asRead.stdout.trimEnd().split('\n')).toEqual(lines);
  const unknown = await flows(['list', '--end', 'shop/Deployment/none'], {}, home);
  expect(unknown).toMatchObject({
    status: 0,
    stderr: expect.stringContaining('Of shop/Deployment/none nothing was ever seen'),
  });
});
