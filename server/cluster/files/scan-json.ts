import { isUtf8 } from 'node:buffer';
import { readingFailures } from '#lib/text/en/reading.ts';
import type { ReadingLimits } from './limits.ts';

/** What the scanner finds, in the order of the file. */
export interface JsonEvents {
  /** One object out of a top-level `items` list, or out of a top-level list. `number` is 1-based. */
  item(value: unknown, number: number, line: number): void;
  /** A whole document; of one with `items` the rest, each item that was given out replaced by null. */
  document(value: unknown, number: number, line: number, items: number): void;
  problem(message: string, number: number, line: number): void;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const NULL = Buffer.from('null');

/**
 * Reads JSON piece by piece and holds one object at a time: one document, several in a row, or a List of any length.
 * It only finds where objects begin and end; what stands between is checked by JSON.parse, piece for piece.
 */
export class JsonScanner {
  readonly #limits: ReadingLimits;
  readonly #events: JsonEvents;
  #depth = 0;
  #deepest = 0;
  #inText = false;
  #escaped = false;
  #line = 1;
  #document = 0;
  #documentLine = 1;
  /** Depth inside the list whose objects are given out one by one; 0 where there is none. */
  #listDepth = 0;
  #itemLine = 0;
  #items = 0;
  #inItem = false;
  #keyPieces: number[] = [];
  #piece: Buffer[] = [];
  #pieceSize = 0;
  #frame: Buffer[] = [];
  #frameSize = 0;
  #failed = false;

  constructor(limits: ReadingLimits, events: JsonEvents) {
    this.#limits = limits;
    this.#events = events;
  }

  write(chunk: Buffer): void {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (byte === NEWLINE) this.#line += 1;
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inText = false;
        if (this.#inText && this.#depth === 1 && this.#keyPieces.length < 8) this.#keyPieces.push(byte);
        continue;
      }
      if (byte === QUOTE) {
        this.#inText = true;
        if (this.#depth === 1) this.#keyPieces = [];
        if (this.#depth === 0) from = this.#startValue(chunk, from, at);
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        if (this.#depth === 0) from = this.#startValue(chunk, from, at);
        const startsItem =
          byte === OPEN_OBJECT && this.#listDepth > 0 && this.#depth === this.#listDepth && !this.#inItem;
        if (startsItem) {
          this.#addToFrame(chunk.subarray(from, at));
          from = at;
          this.#inItem = true;
          this.#itemLine = this.#line;
          this.#deepest = this.#depth;
        }
        this.#depth += 1;
        if (this.#depth > this.#deepest) this.#deepest = this.#depth;
        if (byte === OPEN_LIST && this.#opensItems()) this.#listDepth = this.#depth;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        if (this.#depth === 0) continue;
        this.#depth -= 1;
        if (this.#inItem && this.#depth === this.#listDepth) {
          this.#addToPiece(chunk.subarray(from, at + 1));
          from = at + 1;
          this.#endItem();
        } else if (this.#depth < this.#listDepth) {
          this.#listDepth = 0;
        }
        if (this.#depth === 0) {
          this.#addToFrame(chunk.subarray(from, at + 1));
          from = at + 1;
          this.#endDocument();
        }
      }
    }
    if (this.#depth === 0 && !this.#inText) {
      // Between documents there is only white space; anything else becomes part of the next one and fails there.
      if (!isBlank(chunk.subarray(from))) this.#addToFrame(chunk.subarray(from));
    } else if (this.#inItem) {
      this.#addToPiece(chunk.subarray(from));
    } else {
      this.#addToFrame(chunk.subarray(from));
    }
  }

  end(): void {
    if (this.#depth > 0 || this.#inText) {
      this.#events.problem(readingFailures.endsInTheMiddle, Math.max(1, this.#document), this.#line);
    } else if (this.#frameSize > 0) {
      this.#document += 1;
      this.#documentLine = this.#line;
      this.#endFrame();
    }
  }

  /** Top-level value: a new document. Returns where its bytes begin. */
  #startValue(chunk: Buffer, from: number, at: number): number {
    const before = chunk.subarray(from, at);
    this.#document += 1;
    this.#documentLine = this.#line;
    this.#deepest = 0;
    this.#items = 0;
    if (isBlank(before)) return at;
    return from;
  }

  #opensItems(): boolean {
    if (this.#listDepth > 0) return false;
    // `[` at the top, or the value of the key `items` of a top-level object.
    return this.#depth === 1 || (this.#depth === 2 && Buffer.from(this.#keyPieces).toString('latin1') === 'items');
  }

  #endItem(): void {
    this.#inItem = false;
    this.#items += 1;
    const bytes = this.#piece.length === 1 ? (this.#piece[0] as Buffer) : Buffer.concat(this.#piece);
    const tooLarge = this.#pieceSize > this.#limits.object;
    this.#piece = [];
    this.#pieceSize = 0;
    this.#addToFrame(NULL);
    const number = this.#items;
    const line = this.#itemLine;
    const depthInItem = this.#deepest - this.#listDepth;
    this.#deepest = this.#depth;
    if (tooLarge)
      this.#events.problem(readingFailures.objectTooLarge(Math.round(this.#limits.object / 1e6)), number, line);
    else if (depthInItem > this.#limits.nesting)
      this.#events.problem(readingFailures.tooDeep(this.#limits.nesting), number, line);
    else this.#parse(bytes, number, line, (value) => this.#events.item(value, number, line));
  }

  #endDocument(): void {
    if (this.#deepest > this.#limits.nesting && !this.#failed) {
      this.#failed = true;
      this.#events.problem(readingFailures.tooDeep(this.#limits.nesting), this.#document, this.#documentLine);
    }
    this.#endFrame();
  }

  #endFrame(): void {
    const bytes = Buffer.concat(this.#frame);
    const number = this.#document;
    const line = this.#documentLine;
    if (this.#frameSize > this.#limits.object) {
      this.#events.problem(readingFailures.objectTooLarge(Math.round(this.#limits.object / 1e6)), number, line);
    } else if (!this.#failed) {
      const items = this.#items;
      this.#parse(bytes, number, line, (value) => this.#events.document(value, number, line, items));
    }
    this.#frame = [];
    this.#frameSize = 0;
    this.#failed = false;
    this.#listDepth = 0;
  }

  #parse(bytes: Buffer, number: number, line: number, use: (value: unknown) => void): void {
    if (!isUtf8(bytes)) {
      this.#events.problem(readingFailures.notUtf8, number, line);
      return;
    }
    let value: unknown;
    try {
      value = JSON.parse(bytes.toString('utf8'));
    } catch {
      // The engine's own message may quote values, so it is not used.
      this.#events.problem(readingFailures.notJson, number, line);
      return;
    }
    use(value);
  }

  #addToPiece(bytes: Buffer): void {
    this.#pieceSize += bytes.length;
    // Past the limit only the size is counted: memory stays bounded.
    if (this.#pieceSize <= this.#limits.object) this.#piece.push(bytes);
  }

  #addToFrame(bytes: Buffer): void {
    this.#frameSize += bytes.length;
    // Copied: a comma between two items must not hold on to the whole chunk that it stood in.
    if (this.#frameSize <= this.#limits.object) this.#frame.push(Buffer.from(bytes));
  }
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return false;
  return true;
}
