import { expect, test } from 'vitest';
import { LINES } from '#server/traffic/testing/flow-lines.ts';
import { looksLikeFlows } from './looks-like-flows.ts';

test.each(Object.entries(LINES))('a line of %s is of flows', (_, record) => {
  const line = typeof record === 'string' ? record : JSON.stringify(record);
  expect(looksLikeFlows(`\nstarting up\n${line}\n`, false)).toBe(true);
  expect(looksLikeFlows(line, true)).toBe(true);
});

test.each([
  ['an empty file', ''],
  ['YAML', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n'],
  ['a List in one line', '{"apiVersion":"v1","kind":"List","items":[]}\n'],
  ['a List in many', '{\n  "apiVersion": "v1",\n  "kind": "List",\n  "items": []\n}\n'],
  ['an object with a field called flow', '{"apiVersion":"v1","kind":"ConfigMap","flow":{}}\n'],
  ['an archive', 'PK\u0003\u0004\u0000\u0000'],
  ['a PDF', '%PDF-1.7\n{"flow":\n'],
])('%s is not', (_, text) => expect(looksLikeFlows(text, true)).toBe(false));

test('a line that was cut off says nothing', () => {
  expect(looksLikeFlows(JSON.stringify(LINES.own), false)).toBe(false);
});
