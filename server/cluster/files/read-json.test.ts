import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failure, podJson, readText } from './testing.ts';

const list = (...items: unknown[]) => ({ apiVersion: 'v1', kind: 'List', items });

test('the items of a List are read one by one, with their lines', async () => {
  const text = JSON.stringify(list(podJson('a'), podJson('b', { env: 1 })), null, 2);
  const { objects } = await readText(text);
  expect(objects.pods.get('shop/a')?.origin).toEqual({ file: 'standard input', document: 1, line: 5 });
  const line = text.slice(0, text.indexOf('"b"')).split('\n').length - 4; // the item's brace stands four lines above its name
  expect(objects.completeness.unread).toMatchObject([
    { document: 2, line, object: 'Pod shop/b', field: 'metadata.labels.env' },
  ]);
});

test('items take the kind of a typed list, before and after it', async () => {
  const item = { metadata: { name: 'a' } };
  const before = { kind: 'NamespaceList', apiVersion: 'v1', items: [item] };
  const after = { apiVersion: 'v1', items: [{ metadata: { name: 'b' } }], kind: 'NamespaceList' };
  const { objects } = await readText(JSON.stringify(before) + JSON.stringify(after));
  expect([...objects.namespaces.keys()]).toEqual(['a', 'b']);
});

test.each([
  ['one object', [podJson('a')]],
  ['objects in a row', [podJson('a'), podJson('b')]],
  ['a plain list', [[podJson('a'), podJson('b')]]],
  ['a List in a List', [list(list(podJson('a')), podJson('b'))]],
])('%s', async (_, documents) => {
  const { objects } = await readText(documents.map((document) => JSON.stringify(document)).join('\n'));
  expect(objects.pods.has('shop/a')).toBe(true);
  expect(objects.completeness.unread).toEqual([]);
});

test('strings with brackets, quotes and escapes do not mislead, wherever the pieces are cut', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.string(), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 40 }),
      async (texts, piece) => {
        const pods = texts.map((text, i) => podJson(`p${i}`, { text: `${text}"]}\\{[` }));
        const { objects } = await readText(JSON.stringify(list(...pods), null, 1), {}, false, piece);
        const read = [...objects.pods.values()].map(({ metadata }) => metadata.labels?.text);
        expect(read).toEqual(pods.map(({ metadata }) => (metadata.labels as { text: string }).text));
      },
    ),
    { numRuns: 100, seed: 3 },
  ));

test('an item that is no object is named', async () => {
  const { objects } = await readText(JSON.stringify(list(podJson('a'), 5, podJson('b'))));
  expect(objects.pods.size).toBe(2);
  expect(objects.completeness.notes).toMatchObject([{ code: 'not-kubernetes', document: 2 }]);
});

test('a file that ends in the middle keeps what came before', async () => {
  const text = JSON.stringify(list(podJson('a'), podJson('b'))).slice(0, -20);
  const { objects } = await readText(text);
  expect([...objects.pods.keys()]).toEqual(['shop/a']);
  expect(objects.completeness.unread).toMatchObject([{ message: 'The file ends in the middle of a document.' }]);
});

test('what is no JSON inside an item isolates that item and repeats no value', async () => {
  const text = `{"apiVersion":"v1","kind":"List","items":[${JSON.stringify(podJson('a'))},{"apiVersion":"v1","kind":"Secret","data":{"x": hunter2}}]}`;
  const { objects } = await readText(text);
  expect(objects.pods.size).toBe(1);
  expect(objects.completeness.unread).toMatchObject([{ document: 2, message: 'Not valid JSON.' }]);
});

test('nesting beyond 200 isolates the item', async () => {
  const deep = `{"apiVersion":"v1","kind":"Pod","x":${'['.repeat(300)}${']'.repeat(300)}}`;
  const { objects } = await readText(
    `{"apiVersion":"v1","kind":"List","items":[${deep},${JSON.stringify(podJson('a'))}]}`,
  );
  expect(objects.pods.size).toBe(1);
  expect(objects.completeness.unread).toMatchObject([{ document: 1, message: 'Nested deeper than 200 levels.' }]);
});

test('a byte that is not UTF-8 isolates the item', async () => {
  const [head, tail] = JSON.stringify(list(podJson('a'), podJson('b', { x: '@' }))).split('@') as [string, string];
  const { objects } = await readText(Buffer.concat([Buffer.from(head), Buffer.from([0xc3, 0x28]), Buffer.from(tail)]));
  expect([...objects.pods.keys()]).toEqual(['shop/a']);
  expect(objects.completeness.unread).toMatchObject([{ message: 'The text is not UTF-8.' }]);
});

test('memory is bounded: an object beyond the bound is named, the file beyond it refused', async () => {
  const big = podJson('big', { text: 'x'.repeat(5000) });
  const { objects } = await readText(JSON.stringify(list(big, podJson('a'))), { object: 1000 });
  expect([...objects.pods.keys()]).toEqual(['shop/a']);
  expect(objects.completeness.unread).toHaveLength(1);
  expect(await failure(readText(JSON.stringify(list(big)), { json: 1000 }))).toMatch(/^TOO_LARGE/);
});

test('a capture brings its time, its cluster and what could not be read', async () => {
  const kinds = [{ resource: 'pods', kind: 'Pod', count: 7, state: 'partial', deniedNamespaces: ['x'] }];
  const completeness = { kinds, unread: [{ message: 'm' }], notes: [] };
  const head = {
    apiVersion: 'ringfence.dev/v1alpha1',
    kind: 'Capture',
    taken: '2026-01-01T00:00:00Z',
    cluster: 'prod',
    completeness,
  };
  const reading = await readText(JSON.stringify({ ...head, items: [podJson('a')] }));
  expect(reading).toMatchObject({ taken: '2026-01-01T00:00:00Z', cluster: 'prod' });
  expect(reading.objects.completeness.kinds.find(({ kind }) => kind === 'Pod')).toMatchObject({
    kind: 'Pod',
    state: 'partial',
    count: 1,
  });
  expect(reading.objects.completeness.unread).toEqual([{ message: 'm' }]);
  expect(await failure(readText(JSON.stringify({ ...head, taken: 5, items: [] })))).toMatch(
    /^UNREADABLE_INPUT: .*taken/,
  );
});

test('a capture of another version is refused', async () => {
  const capture = { apiVersion: 'ringfence.dev/v9', kind: 'Capture', items: [podJson('a')] };
  expect(await failure(readText(JSON.stringify(capture)))).toMatch(/^UNREADABLE_INPUT: .*newer version/);
});
