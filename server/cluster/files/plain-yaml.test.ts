import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { READING_LIMITS } from './limits.ts';
import { parseYaml } from './parse-yaml.ts';
import { parsePlainYaml } from './plain-yaml.ts';
import { splitYaml } from './split-yaml.ts';
import { documentToJson } from './yaml-to-json.ts';

const DIFFERENT = { different: true };

/** The full parser's value; a value that equals no other where it finds an error or equal keys. */
function full(text: string): unknown {
  const document = parseYaml(text);
  let equalKeys = false;
  const value = documentToJson(document.contents, READING_LIMITS, () => {
    equalKeys = true;
  });
  return document.errors.length > 0 || equalKeys ? DIFFERENT : value;
}

const TOKENS = [
  '\n',
  '\n',
  '\n  ',
  '\n    ',
  '  ',
  '- ',
  '-',
  'a',
  'b-c',
  'x.y/z',
  ': ',
  ':',
  ': ',
  'yes',
  'on',
  'true',
  'null',
  '~',
  '0',
  '80',
  '010',
  '1e3',
  '0x1f',
  '10.0.0.0/8',
  '10.42.0.1',
  '1.5',
  '100m',
  '2026-01-01',
  '2026-01-01T00:00:00Z',
  '12:30',
  '"q"',
  "'s'",
  '"',
  '{}',
  '[]',
  '[',
  '#',
  ' #',
  '<<',
  '&a',
  '*a',
  '|',
  '>',
  '!',
  '%',
  '@',
  '=',
  ',',
  '1_000',
  '0b1',
  '0o7',
  '.5',
  '+1',
  '-1',
  '9.',
  'é',
  '?',
  '--- ',
  'y',
  'N',
];

test('where the plain reader gives a value, it is the full parser’s', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...TOKENS), { maxLength: 14 }), (tokens) => {
      const text = `k: v\n${tokens.join('')}`;
      const plain = parsePlainYaml(text);
      if (plain !== undefined) expect(plain).toEqual(full(text));
    }),
    { numRuns: 20_000, seed: 11 },
  );
});

test('single values are read as the full parser reads them', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9/._@+=,():~ xob-]{1,12}$/), (value) => {
      const text = `k: ${value}\nl:\n- ${value}\n`;
      const plain = parsePlainYaml(text);
      if (plain !== undefined) expect(plain).toEqual(full(text));
    }),
    { numRuns: 20_000, seed: 12 },
  );
});

test('what a serialiser writes is read as it was', () => {
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'medium' },
      fc.constantFrom(null, true, 0, 8080, 'TCP', 'yes', '1e3', '', 'a: b', 'a #b', '10.0.0.0/8', 'x\ny'),
      fc.string({ maxLength: 6 }),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('app', 'app.kubernetes.io/name', 'ports', 'a-b', 'on', 'k8s_x'), tie('node'), {
        maxKeys: 4,
      }),
    ),
  })).node;
  fc.assert(
    fc.property(value, fc.boolean(), (node, indentSeq) => {
      const text = stringify({ root: node }, { version: '1.1', indentSeq });
      const plain = parsePlainYaml(text);
      if (plain !== undefined) expect(plain).toEqual(full(text));
    }),
    { numRuns: 5000, seed: 13 },
  );
});

test('the demo’s objects and most of its policies are plain, and read alike', () => {
  const folder = fileURLToPath(new URL('../demo/', import.meta.url));
  let plainParts = 0;
  let parts = 0;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.yaml'))) {
    for (const { text } of splitYaml(readFileSync(join(folder, name), 'utf8'))) {
      const plain = parsePlainYaml(text);
      parts += 1;
      if (plain === undefined) continue;
      plainParts += 1;
      expect(plain).toEqual(full(text));
    }
  }
  expect(plainParts / parts).toBeGreaterThan(0.8);
});
