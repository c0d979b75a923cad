const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

/** Evidence has some thirty; a file of millions is none, and would take the memory of all of them. */
const MEMBERS_MAX = 1_000;

/** Members of a JSON object by name, each parsed when it is asked for and not kept: hundreds of megabytes as text. */
export class EvidenceMembers {
  readonly #texts: ReadonlyMap<string, Buffer>;

  constructor(texts: ReadonlyMap<string, Buffer>) {
    this.#texts = texts;
  }

  /** In the order of the file. */
  get names(): readonly string[] {
    return [...this.#texts.keys()];
  }

  has(name: string): boolean {
    return this.#texts.has(name);
  }

  /** As it stands in the file, spaces around it included. */
  text(name: string): Buffer | undefined {
    return this.#texts.get(name);
  }

  /** Parsed anew each time: hold it no longer than you need it. Undefined where the file has none. */
  read(name: string): unknown {
    const text = this.#texts.get(name);
    return text === undefined ? undefined : parsed(text);
  }

  /** Some members as one object; those that are missing are missing there. */
  pick(names: readonly string[]): Readonly<Record<string, unknown>> {
    return Object.fromEntries(names.filter((name) => this.has(name)).map((name) => [name, this.read(name)]));
  }
}

/**
 * The members of the JSON object that some bytes are; of one name the last, as `JSON.parse` has it. Undefined for
 * whatever nests deeper, has more members than any evidence, holds a number too large for one, is no object or no UTF-8,
 * or does not parse.
 */
export function readMembers(bytes: Uint8Array, depthMax: number): EvidenceMembers | undefined {
  const spans = spansIn(bytes, depthMax);
  if (spans === undefined) return undefined;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts = new Map<string, Buffer>();
  try {
    for (const { begin, colon, end } of spans) {
      const name = parsed(buffer.subarray(begin, colon));
      if (typeof name !== 'string') return undefined;
      const text = buffer.subarray(colon + 1, end);
      if (!isWritable(parsed(text))) return undefined;
      texts.set(name, text);
    }
  } catch {
    return undefined;
  }
  return new EvidenceMembers(texts);
}

interface Span {
  readonly begin: number;
  readonly colon: number;
  readonly end: number;
}

/** Where the members of the outermost object stand. Counted before anything is parsed: what walks it later may recurse. */
function spansIn(bytes: Uint8Array, depthMax: number): readonly Span[] | undefined {
  const spans: Span[] = [];
  let depth = 0;
  let inText = false;
  let begin = -1;
  let colon = -1;
  let closed = false;
  const close = (end: number): boolean => {
    const isMember = colon >= begin;
    if (isMember) spans.push({ begin, colon, end });
    if (spans.length > MEMBERS_MAX) return false;
    begin = end + 1;
    colon = -1;
    return isMember;
  };
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (inText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) {
      if (depth === 0) return undefined;
      inText = true;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (depth === 0 && (closed || byte === 0x5b)) return undefined;
      if (depth === 0) begin = at + 1;
      if (++depth > depthMax) return undefined;
    } else if (byte === 0x7d || byte === 0x5d) {
      if (--depth < 0 || (depth === 0 && byte === 0x5d)) return undefined;
      if (depth > 0) continue;
      closed = true;
      const isEmpty = spans.length === 0 && bytes.subarray(begin, at).every(isSpace);
      if (!isEmpty && !close(at)) return undefined;
    } else if (depth === 1 && byte === COMMA) {
      if (!close(at)) return undefined;
    } else if (depth === 1 && byte === COLON && colon < 0) colon = at;
    else if (depth === 0 && !isSpace(byte)) return undefined;
  }
  return closed ? spans : undefined;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Whether no number in it is `1e999` or the like: such are no JSON of ours, and cannot be written again. */
function isWritable(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isWritable);
}

function parsed(text: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text));
}
