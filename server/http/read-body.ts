import { RingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';

/** The whole body, at most `limit` bytes. Throws TOO_LARGE as soon as more comes, not after it came. */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of boundedBody(request, limit)) parts.push(part);
  return Buffer.concat(parts);
}

/** The body in the pieces it arrives in. Throws TOO_LARGE beyond `limit` bytes. */
export async function* boundedBody(request: Request, limit: number): AsyncGenerator<Uint8Array> {
  const tooLarge = () => new RingfenceError('TOO_LARGE', text.bodyTooLarge(limit));
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge();
  if (request.body === null) return;
  let size = 0;
  for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > limit) throw tooLarge();
    yield part;
  }
}
