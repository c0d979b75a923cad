import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Document, isMap, isScalar, parse, visit } from 'yaml';
import { HOSTILE_NAMES } from '#lib/text/hostile-names.ts';
import { blockYaml } from './block-yaml.ts';

const PLAIN = /^[A-Za-z][A-Za-z0-9]*(?:[-./_]+[A-Za-z0-9]+)*$/;

const text = fc.oneof(
  fc.constantFrom('app', 'crm-db', 'app.kubernetes.io/name', 'yes', 'On', '1e3', '- x', 'a: b', '#', '__proto__', '-'),
  fc.constantFrom(...Object.values(HOSTILE_NAMES)),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const tree = fc.letrec<{ value: unknown; holder: object }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.integer(),
    fc.constantFrom(1.5, 1e21),
    fc.boolean(),
    fc.constant(null),
    tie('holder'),
  ),
  holder: fc.oneof(
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: false }),
  ),
})).holder;

test('whatever is written is read back as it was, in both YAML versions', () => {
  fc.assert(
    fc.property(tree, (value) => {
      for (const version of ['1.1', '1.2'] as const) {
        const read: unknown = parse(blockYaml(value), { version, uniqueKeys: false, maxAliasCount: 0 });
        expect(JSON.stringify(read)).toBe(JSON.stringify(value));
      }
    }),
    { numRuns: 300 },
  );
});

test('lines stand where the serialiser puts them', () => {
  const words = fc.constantFrom('app', 'crm-db', 'Ingress', '', 'yes', '1.2');
  const plain = fc.letrec<{ value: unknown; holder: object }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      words,
      fc.integer(),
      fc.constantFrom(1.5, 1e21),
      fc.boolean(),
      tie('holder'),
    ),
    holder: fc.oneof(fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(words, tie('value'), { maxKeys: 4 })),
  })).holder;
  fc.assert(
    fc.property(plain, (value) => {
      const document = new Document(value, { aliasDuplicateObjects: false });
      visit(document, {
        Scalar(_, node) {
          if (typeof node.value === 'string' && (!PLAIN.test(node.value) || node.value === 'yes'))
            node.type = 'QUOTE_DOUBLE';
        },
        Pair(_, pair) {
          if (isMap(pair.value) && pair.value.items.length === 0) pair.value.flow = true;
          if (isScalar(pair.key) && typeof pair.key.value !== 'string') pair.key.type = 'QUOTE_DOUBLE';
        },
      });
      expect(blockYaml(value)).toBe(document.toString({ lineWidth: 0 }));
    }),
    { numRuns: 300 },
  );
});

test('a key that is too long for its line stands behind a question mark', () => {
  const value = { [`a${'b'.repeat(2_000)}`]: { ['c d'.repeat(500)]: [1, { e: 2 }] } };
  expect(parse(blockYaml(value))).toEqual(value);
});

test('what is undefined is left out, what is empty is not', () => {
  expect(blockYaml({ a: undefined, b: { c: undefined }, d: [], e: [{}] })).toBe('b: {}\nd: []\ne:\n  - {}\n');
});
