import { problems, readingNotes } from '#lib/text/en/reading.ts';
import { formatAddress, parseBlock, parseIP } from './ip-address.ts';
import { FieldProblem, readNonEmptyText, readTexts } from './read-field.ts';
import type { ReadingContext } from './reading-context.ts';

// Addresses of objects, as Kubernetes reads them, written so that nobody can read them otherwise (row 75).

/** An address, or what may stand in its place (`None`, a host name): only an address is written anew. */
export function plainAddress(text: string, path: string, context: ReadingContext): string {
  if (parseIP(text) !== undefined) return text;
  const value = parseIP(text, 'decimal');
  if (value === undefined) return text;
  return noted(text, formatAddress(text.includes(':') ? 'IPv6' : 'IPv4', value), path, context);
}

/** A block, or whatever else stands there. */
export function plainBlock(text: string, path: string, context: ReadingContext): string {
  if (parseBlock(text) !== undefined) return text;
  const block = parseBlock(text, 'decimal');
  if (block === undefined) return text;
  return noted(text, `${formatAddress(block.family, block.value)}/${block.prefix}`, path, context);
}

function noted(written: string, plain: string, path: string, { object, notes }: ReadingContext): string {
  notes.push({ code: 'leading-zero', message: readingNotes.leadingZero(object, path, written, plain), object });
  return plain;
}

/** As `readNonEmptyText`. */
export function readAddressOrName(value: unknown, path: string, context: ReadingContext): string | undefined {
  const text = readNonEmptyText(value, path);
  return text === undefined ? undefined : plainAddress(text, path, context);
}

/** Throws FieldProblem where it is no address. */
export function readAddress(value: unknown, path: string, context: ReadingContext): string | undefined {
  const text = readAddressOrName(value, path, context);
  if (text !== undefined && parseIP(text) === undefined) throw new FieldProblem(path, problems.address(text));
  return text;
}

/** As `readTexts`. */
export function readAddresses(value: unknown, path: string, context: ReadingContext): readonly string[] | undefined {
  return readTexts(value, path)?.map((text, index) => plainAddress(text, `${path}[${index}]`, context));
}

/** As `readTexts`. */
export function readBlocks(value: unknown, path: string, context: ReadingContext): readonly string[] | undefined {
  return readTexts(value, path)?.map((text, index) => plainBlock(text, `${path}[${index}]`, context));
}

/** Blocks of clients, with spaces around them as the API server takes them. One that is none is kept, and told. */
export function readSourceRanges(value: unknown, path: string, context: ReadingContext): readonly string[] | undefined {
  return readTexts(value, path)?.map((text, index) => {
    const at = `${path}[${index}]`;
    const plain = plainBlock(text.trim(), at, context);
    if (parseBlock(plain) === undefined) {
      const message = readingNotes.sourceRangeUnread(context.object, at, text);
      context.notes.push({ code: 'source-range-unread', message, object: context.object });
    }
    return plain;
  });
}
