import { deflateSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { pdfAttachments } from './pdf-attachments.ts';

const embedded = (content: Uint8Array, more = ''): Buffer => {
  const packed = deflateSync(content);
  const dictionary = `1 0 obj\n<< ${more}/Type /EmbeddedFile /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`;
  return Buffer.concat([Buffer.from(dictionary, 'latin1'), packed, Buffer.from('\nendstream\nendobj\n')]);
};
const pdfOf = (...objects: readonly Uint8Array[]): Buffer => Buffer.concat([Buffer.from('%PDF-1.7\n'), ...objects]);
const textsIn = (pdf: Buffer, limit = 1_000) =>
  [...pdfAttachments(pdf, limit)].map(({ content }) => content.toString('utf8'));
const text = (value: string) => new TextEncoder().encode(value);

describe('the files embedded in a PDF', () => {
  it('are found in their order', () => {
    expect(textsIn(pdfOf(embedded(text('one')), embedded(text('two'))))).toEqual(['one', 'two']);
  });

  it('are read no further than the third: two are ours, and a third already tells', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => embedded(text(name)));
    expect(textsIn(pdfOf(...many))).toEqual(['a', 'b', 'c']);
  });

  it('share one limit, so that several small streams unpack to no more than one may', () => {
    const bombs = [0, 1, 2].map(() => embedded(new Uint8Array(600)));
    const unpacked = [...pdfAttachments(pdfOf(...bombs), 1_000)].map(({ content }) => content.length);
    expect(unpacked).toEqual([600]);
  });

  it('are not looked for in a dictionary longer than any of ours', () => {
    expect(textsIn(pdfOf(embedded(text('far'), ' '.repeat(5_000)), embedded(text('near'))))).toEqual(['near']);
  });

  it.each([
    ['before one stream', 'stream\nx endstream'],
    ['before none', ''],
  ])('cost work that grows with the file: names that stand there often, %s', (_, end) => {
    const work = (names: number): number => {
      const pdf = pdfOf(text(`1 0 obj ${'/EmbeddedFile '.repeat(names)}${end}`));
      const [toText, search] = [vi.spyOn(pdf, 'toString'), vi.spyOn(pdf, 'indexOf')];
      expect([...pdfAttachments(pdf, 1_000)]).toEqual([]);
      const bytes = toText.mock.calls.reduce((sum, [, from = 0, to = pdf.length]) => sum + to - from, 0);
      return bytes + search.mock.calls.length;
    };
    expect(work(4_000)).toBeLessThan(2.5 * work(2_000));
    expect(work(4_000)).toBeLessThan(5_000);
  });
});
