import { expect, it } from 'vitest';
import { stateAccessible } from './state-accessible.ts';

const METADATA =
  '<x xmlns:pdfaid="a"><dc:title>&lt;pdfaExtension:schemas></dc:title><pdfaExtension:schemas><rdf:Bag></rdf:Bag></pdfaExtension:schemas></x>';
const BODY = [
  '%PDF-1.7',
  '7 0 obj',
  `<<\n  /Length ${METADATA.length}\n>>`,
  'stream',
  METADATA,
  'endstream',
  'endobj',
  '8 0 obj',
  '<<\n  /Type /Catalog\n  /Metadata 7 0 R\n  /ViewerPreferences <<\n    /Direction /L2R\n  >>\n>>',
  'endobj',
  '',
].join('\n');
const PDF = `${BODY}\nxref\n0 9\ntrailer\n<< /Size 9\n /Root 8 0 R\n /ID [(a) (b)] >>\nstartxref\n${BODY.length + 1}\n%%EOF`;

it('appends catalogue and metadata anew and leaves what stands before', () => {
  const text = Buffer.from(stateAccessible(Buffer.from(PDF, 'latin1'))).toString('latin1');
  expect(text.startsWith(PDF)).toBe(true);
  expect(text).toContain('/DisplayDocTitle true');
  expect(text).toContain(`/Prev ${BODY.length + 1}`);
  const length = Number(/\/Length (\d+)/.exec(text.slice(PDF.length))?.[1]);
  const begin = text.indexOf('stream\n', PDF.length) + 'stream\n'.length;
  expect(text.slice(begin + length, begin + length + '\nendstream'.length)).toBe('\nendstream');
  expect(text.slice(begin, begin + length)).toContain(
    '<pdfuaid:part>1</pdfuaid:part><pdfaExtension:schemas><rdf:Bag><rdf:li',
  );
});

it('points at the objects that it appends', () => {
  const text = Buffer.from(stateAccessible(Buffer.from(PDF, 'latin1'))).toString('latin1');
  const table = text.slice(text.lastIndexOf('\nxref\n') + 1);
  expect(text.slice(Number(/startxref\n(\d+)/.exec(table)?.[1])).startsWith('xref\n')).toBe(true);
  for (const [, number, offset] of table.matchAll(/(\d+) 1\n(\d{10}) 00000 n/g)) {
    expect(text.slice(Number(offset)).startsWith(`${number} 0 obj\n`)).toBe(true);
  }
});

it('refuses a file that is not as the typesetter writes it', () => {
  expect(() => stateAccessible(Buffer.from('%PDF-1.7'))).toThrow('could not be typeset');
});
