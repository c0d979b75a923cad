import { expect, test } from 'vitest';
import { HOSTILE_NAMES } from '#lib/text/hostile-names.ts';
import { csvCell, csvLine } from './csv.ts';
import { terminalText, textTable } from './terminal.ts';

const NAMES = Object.entries(HOSTILE_NAMES);
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

test.each(NAMES)('terminal: %s stays one visible word on one line', (_, name) => {
  expect(terminalText(name)).not.toMatch(INVISIBLE);
  expect(
    textTable(['NAME', 'X'], [[name, 'x']])
      .trimEnd()
      .split('\n'),
  ).toHaveLength(2);
});

test.each(NAMES)('CSV: %s is one cell of one line that no spreadsheet computes', (_, name) => {
  const cell = csvCell(name);
  const content = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
  expect(content).not.toMatch(/^\s*[=+\-@]/);
  expect(content).not.toMatch(INVISIBLE);
  expect(csvLine([name, 'x']).split('\r\n')).toHaveLength(2);
});

test('plain names are left as they are', () => {
  expect(terminalText('crm/StatefulSet/crm-db')).toBe('crm/StatefulSet/crm-db');
  expect(csvCell('TCP 80 TCP 443')).toBe('TCP 80 TCP 443');
});
