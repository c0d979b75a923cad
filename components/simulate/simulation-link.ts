import type { SimulatedChange } from './simulated-change.ts';
import { isChanges } from './stored-simulation.ts';

/** The fragment of an address never goes to a server. */
const FRAGMENT = '#changes=';
/** What mail and chat programs leave whole. */
export const LINK_MAX = 8000;
/** What a link may unpack to: a small text can hold very much. */
const UNPACKED_MAX = 4_000_000;

/** The changes as the fragment of a link, compressed. Undefined where it would be too long to be passed on. */
export async function linkFragment(changes: readonly SimulatedChange[]): Promise<string | undefined> {
  const packed = await bytesOf(
    new Blob([JSON.stringify(changes)]).stream().pipeThrough(new CompressionStream('deflate-raw')),
  );
  const fragment = `${FRAGMENT}${toBase64Url(packed)}`;
  return fragment.length > LINK_MAX ? undefined : fragment;
}

/** The changes of a link. Undefined: it holds none; null: it holds some that cannot be read. */
export async function changesOfFragment(fragment: string): Promise<readonly SimulatedChange[] | null | undefined> {
  if (!fragment.startsWith(FRAGMENT)) return undefined;
  try {
    const packed = fromBase64Url(fragment.slice(FRAGMENT.length));
    const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const changes: unknown = JSON.parse(new TextDecoder().decode(await bytesOf(unpacked)));
    return isChanges(changes) ? changes : null;
  } catch {
    return null;
  }
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > UNPACKED_MAX) {
      await reader.cancel();
      throw new Error('too large');
    }
    pieces.push(value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}
