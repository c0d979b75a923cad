import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { FORMATS, type FormatName, formatSchema } from '#lib/api/formats.ts';
import { gov003Examples } from '#lib/gdpr/checks/examples/gov-003.ts';
import { parseWaivers } from '#lib/gdpr/waivers/parse-waivers.ts';
import { captureOf } from '#lib/kube/capture.ts';
import { demoReading } from '#server/cluster/demo/demo-source.ts';
import { runCli } from './testing/run-cli.ts';

const SCHEMAS = fileURLToPath(new URL('../../docs/schemas/', import.meta.url));

// To write them anew: node server/cli/testing/write-schemas.ts
test.each(Object.keys(FORMATS) as FormatName[])('docs/schemas/%s.schema.json is current', (name) => {
  expect(readFileSync(`${SCHEMAS}${name}.schema.json`, 'utf8')).toBe(formatSchema(name));
});

test('list, scan and reach on the demo are of their formats', async () => {
  const [list, expanded, scan, reach] = await Promise.all([
    runCli(['list', '--demo', '-o', 'json']),
    runCli(['list', '--demo', '--expand', '-o', 'json']),
    runCli(['scan', '--demo', '-o', 'json']),
    runCli(['reach', '--demo', '--from', '0.0.0.0/0', '--to', 'crm/sts/crm-db', '--port', '5432', '-o', 'json']),
  ]);
  FORMATS.connections.parse(JSON.parse(list.stdout));
  FORMATS.connections.parse(JSON.parse(expanded.stdout));
  FORMATS.gaps.parse(JSON.parse(scan.stdout));
  FORMATS.explanation.parse(JSON.parse(reach.stdout));
});

test('every kind of probe answer is of its format', async () => {
  const questions = [
    { from: 'internet', to: 'crm/crm-db-0', port: 5432 },
    { from: 'shop/Deployment/orders', to: 'crm/crm-db-0', port: 5432, expect: 'deny', id: [1] },
    { from: '10.0.0.0/8', to: 'crm/sts/crm-db', port: 'TCP/5432' },
    { from: 'shop/?', to: 'payments/Deployment/payments-api' },
    { from: 'shop/?', to: 'payments/Deployment/payments-api', protocol: 'UDP' },
    { from: 'kube-system/ds/cilium', to: 'payments/Deployment/payments-api', port: 1 },
    { from: 1 },
    'text',
  ];
  const result = await runCli(
    ['probe', '--demo'],
    questions.map((question) => `${JSON.stringify(question)}\n`).join(''),
  );
  const answers = result.stdout.trimEnd().split('\n');
  expect(answers).toHaveLength(questions.length);
  for (const answer of answers) FORMATS['probe-answer'].parse(JSON.parse(answer));
});

test('what list freezes is of the format of expectations', async () => {
  const { stdout } = await runCli(['list', '--demo', '-o', 'expectations', '--namespace', 'crm']);
  FORMATS.expectations.parse(parse(stdout));
});

test('a waiver file that is read without a mistake is of its format', () => {
  expect(parseWaivers(gov003Examples.waivers).problems).toEqual([]);
  FORMATS.waivers.parse(parse(gov003Examples.waivers));
});

test('a capture is of its format', async () => {
  const { objects, taken, cluster } = await demoReading();
  FORMATS.capture.parse(JSON.parse(JSON.stringify(captureOf(objects, { taken, cluster }))));
});
