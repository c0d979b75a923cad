import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isRingfenceError, RingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import { TAKING_FLOWS } from '#lib/text/en/taking-flows.ts';

/** More than anybody sends, and an end to what was packed in order to have none. */
const UNPACKED_MAX_BYTES = 4 * 2 ** 30;

/** The bytes themselves, or what they unpack to where the first are of gzip. Throws UNREADABLE_INPUT, TOO_LARGE. */
export async function* unpacked(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces = body[Symbol.asyncIterator]();
  let head = new Uint8Array();
  // A piece may be of one byte, and what tells gzip is of two.
  while (head.length < 2) {
    const piece = await pieces.next();
    if (piece.done) break;
    head = head.length === 0 ? new Uint8Array(piece.value) : Buffer.concat([head, piece.value]);
  }
  if (head.length === 0) return;
  const whole = (async function* () {
    yield head;
    yield* { [Symbol.asyncIterator]: () => pieces };
  })();
  if (head[0] !== 0x1f || head[1] !== 0x8b) return yield* whole;
  const packed = Readable.from(whole, { objectMode: false });
  const plain = packed.pipe(createGunzip());
  packed.on('error', (error) => plain.destroy(error));
  let size = 0;
  try {
    for await (const piece of plain) {
      size += (piece as Uint8Array).byteLength;
      if (size > UNPACKED_MAX_BYTES) throw new RingfenceError('TOO_LARGE', text.bodyTooLarge(UNPACKED_MAX_BYTES));
      yield piece as Uint8Array;
    }
  } catch (error) {
    if (isRingfenceError(error)) throw error;
    throw new RingfenceError(
      'UNREADABLE_INPUT',
      TAKING_FLOWS.badGzip,
      error instanceof Error ? error.message : undefined,
    );
  }
}
