import { expect, test } from 'vitest';
import { csvCell, csvLine } from '#lib/text/csv.ts';
import { HOSTILE_NAMES } from '#lib/text/hostile-names.ts';
import { dotLines, dotString } from './list-dot.ts';
import type { Drawing } from './list-drawing.ts';
import { mermaidLines, mermaidString } from './list-mermaid.ts';
import { markdownCode, markdownTable } from './markdown.ts';
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

test.each(NAMES)('Markdown: %s is one code span in one cell, in which nothing is markup', (_, name) => {
  const code = markdownCode(name);
  expect(code).not.toMatch(INVISIBLE);
  expect(code).toMatch(/^(`[^`|]+`|\(empty\))$/);
  expect(
    markdownTable(['A', 'B'], [[code, 'x']])
      .trimEnd()
      .split('\n'),
  ).toHaveLength(3);
});

/** One workload in one namespace, both of that name, with an edge to itself. */
const drawingOfName = (name: string): Drawing => ({
  namespaces: [{ id: 'ns0', name, nodes: [{ id: 'n0', label: name, type: 'workload' }] }],
  outside: [],
  edges: [{ from: 'n0', to: 'n0', label: name, depends: false }],
});

test.each(NAMES)('DOT: %s is one quoted string, shown as it is', (_, name) => {
  expect(dotString(name)).not.toMatch(INVISIBLE);
  // Between the quotes every quote and every backslash is escaped.
  expect(dotString(name)).toMatch(/^"(?:[^"\\]|\\["\\])*"$/);
  expect([...dotLines(drawingOfName(name))].join('').trimEnd().split('\n')).toHaveLength(10);
});

test.each(NAMES)('Mermaid: %s is one quoted label without markup', (_, name) => {
  expect(mermaidString(name)).toMatch(/^"(?:[A-Za-z0-9 /.,×–-]|#\d+;)*"$/);
  expect([...mermaidLines(drawingOfName(name))].join('').trimEnd().split('\n')).toHaveLength(5);
});

test('plain names are left as they are', () => {
  expect(terminalText('crm/StatefulSet/crm-db')).toBe('crm/StatefulSet/crm-db');
  expect(csvCell('TCP 80 TCP 443')).toBe('TCP 80 TCP 443');
  expect(markdownCode('crm/StatefulSet/crm-db')).toBe('`crm/StatefulSet/crm-db`');
  expect(dotString('StatefulSet crm-db')).toBe('"StatefulSet crm-db"');
  expect(mermaidString('StatefulSet crm-db')).toBe('"StatefulSet crm-db"');
});
