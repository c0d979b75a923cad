import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { unpacked } from './unpacked.ts';

async function textOf(...pieces: readonly Uint8Array[]): Promise<string> {
  const told: Uint8Array[] = [];
  const body = (async function* () {
    yield* pieces;
  })();
  for await (const piece of unpacked(body)) told.push(piece);
  return Buffer.concat(told).toString();
}

test('gzip is told also where the first piece is of one byte, or of none', async () => {
  const packed = gzipSync('a line\n');
  expect(await textOf(packed.subarray(0, 1), packed.subarray(1))).toBe('a line\n');
  expect(await textOf(packed.subarray(0, 0), packed.subarray(0, 1), packed.subarray(1))).toBe('a line\n');
});

test('what is not packed comes as it is, whatever its pieces', async () => {
  const plain = Buffer.from('a line\n');
  expect(await textOf(plain.subarray(0, 1), plain.subarray(1))).toBe('a line\n');
  expect(await textOf(plain.subarray(0, 1))).toBe('a');
  expect(await textOf()).toBe('');
});
