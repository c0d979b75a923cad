import { expect, test } from 'vitest';
import { failure, podYaml, readText } from './testing.ts';

const labelsOf = async (labels: string) =>
  (await readText(podYaml('a', labels))).objects.pods.get('shop/a')?.metadata.labels;

test('row 41: YAML 1.1 reads an unquoted yes as a boolean, and the place of it is named', async () => {
  const { objects } = await readText(`# head\n---\n${podYaml('a')}---\n${podYaml('b', '\n    env: yes')}`);
  expect([...objects.pods.keys()]).toEqual(['shop/a']);
  expect(objects.completeness.unread).toMatchObject([
    { file: 'standard input', document: 2, line: 18, object: 'Pod shop/b', field: 'metadata.labels.env' },
  ]);
});

test.each(['on', 'off', 'y', '1', '1e3', '0x10', '~'])('the unquoted label value %s is no text', async (value) => {
  const { objects } = await readText(podYaml('a', `{ env: ${value} }`));
  expect(objects.pods.size + objects.completeness.unread.length).toBe(1);
  expect(objects.pods.size).toBe(0);
});

test.each([
  ['{ day: 2026-01-01 }', '2026-01-01'],
  ['{ day: 12:30:00 }', '12:30:00'],
  ['{ day: "yes" }', 'yes'],
])('%s stays text', async (labels, value) => expect(await labelsOf(labels)).toEqual({ day: value }));

test('merge keys give way to the own keys', async () => {
  const text = `apiVersion: v1\nkind: Pod\nx: &base { app: base, tier: web }\nmetadata:\n  name: a\n  namespace: shop\n  labels:\n    <<: *base\n    app: own\nspec: { containers: [] }\n`;
  const { objects } = await readText(text);
  expect(objects.pods.get('shop/a')?.metadata.labels).toEqual({ app: 'own', tier: 'web' });
});

test('of two equal keys the last counts, and the line is named', async () => {
  const { objects } = await readText(podYaml('a', '\n    app: one\n    app: two'));
  expect(objects.pods.get('shop/a')?.metadata.labels).toEqual({ app: 'two' });
  expect(objects.completeness.notes).toMatchObject([{ code: 'duplicate-key', line: 8 }]);
});

test('a policy keeps its own lines, also out of a List', async () => {
  const policy = (indent: string) =>
    ['kind: NetworkPolicy', 'metadata:', '  name: p', 'spec:', '  podSelector: {}'].map((l) => indent + l).join('\n');
  const list = `apiVersion: v1\nitems:\n- apiVersion: networking.k8s.io/v1\n${policy('  ')}\n- apiVersion: v1\n  kind: Namespace\n  metadata:\n    name: default\nkind: List\nmetadata:\n  resourceVersion: ""\n`;
  const { objects } = await readText(list);
  const origin = objects.networkPolicies.get('default/p')?.origin;
  expect(origin).toEqual({
    file: 'standard input',
    document: 1,
    line: 3,
    text: `  apiVersion: networking.k8s.io/v1\n${policy('  ')}\n`,
  });
  expect(objects.namespaces.get('default')?.origin).toEqual({ file: 'standard input', document: 2, line: 9 });
});

test('a List with anchors across its items is read whole', async () => {
  const text = `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Namespace\n  metadata: { name: a, labels: &l { team: x } }\n- apiVersion: v1\n  kind: Namespace\n  metadata: { name: b, labels: *l }\n`;
  const { objects } = await readText(text);
  expect(objects.namespaces.get('b')?.metadata.labels?.team).toBe('x');
  expect(objects.namespaces.get('b')?.origin?.line).toBe(7);
});

test('the items of a typed list carry the kind of the list', async () => {
  const text = 'apiVersion: v1\nkind: NamespaceList\nitems:\n- metadata:\n    name: a\n';
  expect((await readText(text)).objects.namespaces.has('a')).toBe(true);
});

test('Helm templates and other documents are counted and named, not errors', async () => {
  const text = `${podYaml('a')}---\nmetadata:\n  name: {{ .Values.name }}\n---\nkind: Pod\napiVersion: v1\nmetadata:\n  name: "{{ .x }}"\nspec: {}\n---\nreplicas: 3\n`;
  const { completeness } = (await readText(text)).objects;
  expect(completeness.unread).toEqual([]);
  expect(completeness.notes.map(({ code, document }) => [code, document])).toEqual([
    ['helm-template', 2],
    ['helm-template', 3],
    ['not-kubernetes', 4],
  ]);
});

test('a document that is no YAML is named by line, and the rest goes on', async () => {
  const { objects } = await readText(`${podYaml('a')}---\na: b\n  c: "d\n---\n${podYaml('b')}`);
  expect([...objects.pods.keys()]).toEqual(['shop/a', 'shop/b']);
  expect(objects.completeness.unread).toMatchObject([{ document: 2 }]);
});

test('no value of a broken Secret appears in a message', async () => {
  const text = `${podYaml('a')}---\napiVersion: v1\nkind: Secret\nstringData:\n  token: [hunter2\n  - *hunter2\n`;
  expect(JSON.stringify((await readText(text)).objects.completeness)).not.toContain('hunter2');
});

test('an alias bomb ends at 100 aliases', async () => {
  const levels = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`);
  const { completeness } = (await readText(`${podYaml('a')}---\nl0: &l0 x\n${levels.join('\n')}\n`)).objects;
  expect(completeness.unread).toMatchObject([{ document: 2, message: 'More than 100 YAML aliases in one document.' }]);
});

test.each([
  ['an alias without an anchor', 'a: *nothing'],
  ['an alias to itself', 'a: &a [*a]'],
  ['nesting beyond 200', `a: ${'['.repeat(300)}${']'.repeat(300)}`],
  ['nesting beyond the stack', `a: ${'['.repeat(100_000)}`],
])('%s is one problem of one document', async (_, text) => {
  const { completeness } = (await readText(`${podYaml('a')}---\n${text}\n`, {}, false, 65536)).objects;
  expect(completeness.unread).toHaveLength(1);
});

test('100,000 documents are read one by one, and notes are bounded', async () => {
  const { objects } = await readText(`${podYaml('a')}${'---\nx: 1\n'.repeat(100_000)}`, {}, false, 1 << 18);
  const notes = objects.completeness.notes.filter(({ code }) => code === 'not-kubernetes');
  expect(notes).toHaveLength(101);
  expect(notes.at(-1)?.message).toContain('99900 more');
});

test('YAML beyond the bound says how to go on', async () => {
  expect(await failure(readText(podYaml('a'), { yaml: 20 }))).toMatch(/^TOO_LARGE: .*-o json/);
});

test('line ends of Windows, a byte order mark and an end marker are no obstacle', async () => {
  const text = `\uFEFF${podYaml('a').replaceAll('\n', '\r\n')}...\r\n---\r\n${podYaml('b').replaceAll('\n', '\r\n')}`;
  expect([...(await readText(text)).objects.pods.keys()]).toEqual(['shop/a', 'shop/b']);
});
