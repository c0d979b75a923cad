/**
 * The plain part of YAML 1.1 that most manifests are written in: block maps and lists, plain and simply quoted values on
 * one line. Undefined for everything else (anchors, tags, flow lists, block texts, equal keys, comments after values, …):
 * then the full parser decides. Where it gives a value, it is the one that the full parser gives; ten times sooner.
 */
export function parsePlainYaml(text: string): unknown {
  if (UNUSUAL.test(text)) return undefined;
  const lines = contentLines(text);
  if (lines.length === 0) return undefined;
  try {
    const reader = new PlainReader(lines);
    return reader.readAll();
  } catch (error) {
    if (error === NOT_PLAIN) return undefined;
    throw error;
  }
}

/** Thrown to leave: not an error, so it carries no stack. */
const NOT_PLAIN: unique symbol = Symbol('not plain');

const UNUSUAL = /[\t\r\u0085\u2028\u2029\uFEFF]|\{\{/;
const KEY = /^([A-Za-z_][A-Za-z0-9_./-]*):(?: +(\S.*))?$/;
/** Words that YAML 1.1 takes for booleans or null, in some spelling. */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
const PLAIN = /^[A-Za-z0-9/](?:[A-Za-z0-9/._@+=,()-]|:(?=[^ ])| (?=[^ ]))*$/;
const WHOLE_NUMBER = /^(?:0|[1-9][0-9]{0,14})$/;
/** Begins with a digit and yet is no number in any notation: quantities, blocks, addresses; dates and uids (two hyphens). */
const SURELY_TEXT = /^[0-9].*[g-np-wyzG-NP-WYZ/]|^\d+\.\d+\.\d+\.\d+$|^[0-9a-f]+(?:-[0-9a-f]+){2,}$/;
const MAX_DEPTH = 50;

interface Line {
  indent: number;
  content: string;
}

function contentLines(text: string): Line[] {
  const lines: Line[] = [];
  for (const line of text.split('\n')) {
    let indent = 0;
    while (line.charCodeAt(indent) === 32) indent += 1;
    if (indent < line.length && line.charCodeAt(indent) !== 35) lines.push({ indent, content: line.slice(indent) });
  }
  return lines;
}

class PlainReader {
  readonly #lines: Line[];
  #at = 0;

  constructor(lines: Line[]) {
    this.#lines = lines;
  }

  readAll(): unknown {
    const value = this.#readBlock(this.#lines[0]?.indent ?? 0, 0);
    if (this.#at < this.#lines.length) throw NOT_PLAIN;
    return value;
  }

  #readBlock(indent: number, depth: number): unknown {
    if (depth > MAX_DEPTH) throw NOT_PLAIN;
    return isItem(this.#lines[this.#at]) ? this.#readList(indent, depth) : this.#readMap(indent, depth);
  }

  #readMap(indent: number, depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    for (let line = this.#lines[this.#at]; line?.indent === indent && !isItem(line); line = this.#lines[this.#at]) {
      const match = KEY.exec(line.content);
      const key = match?.[1];
      if (match === null || key === undefined || key === '__proto__' || WORDS.test(key) || Object.hasOwn(map, key)) {
        throw NOT_PLAIN;
      }
      this.#at += 1;
      map[key] = match[2] === undefined ? this.#readNested(indent, true, depth) : this.#readValue(match[2], indent);
    }
    this.#expectEnd(indent);
    return map;
  }

  #readList(indent: number, depth: number): unknown[] {
    const list: unknown[] = [];
    for (let line = this.#lines[this.#at]; line?.indent === indent && isItem(line); line = this.#lines[this.#at]) {
      const rest = line.content.slice(1).trimStart();
      if (rest === '') {
        this.#at += 1;
        list.push(this.#readNested(indent, false, depth));
      } else if (KEY.test(rest)) {
        // The rest of the line is the first entry of a map that stands where the rest begins.
        line.indent = indent + line.content.length - rest.length;
        line.content = rest;
        list.push(this.#readMap(line.indent, depth + 1));
      } else {
        this.#at += 1;
        list.push(this.#readValue(rest, indent));
      }
    }
    this.#expectEnd(indent);
    return list;
  }

  /** What stands below a key or a dash; a list below a key may stand at the key's own column. */
  #readNested(indent: number, belowKey: boolean, depth: number): unknown {
    const next = this.#lines[this.#at];
    if (next !== undefined && next.indent > indent) return this.#readBlock(next.indent, depth + 1);
    if (belowKey && next?.indent === indent && isItem(next)) return this.#readList(indent, depth + 1);
    return null;
  }

  #readValue(text: string, indent: number): unknown {
    const next = this.#lines[this.#at];
    // A deeper line would continue this value.
    if (next !== undefined && next.indent > indent) throw NOT_PLAIN;
    const first = text[0];
    if (first === '"' || first === "'") {
      const quoted = first === '"' ? /^"([^"\\]*)"$/.exec(text) : /^'([^']*)'$/.exec(text);
      if (quoted === null) throw NOT_PLAIN;
      return quoted[1];
    }
    if (text === '{}') return {};
    if (text === '[]') return [];
    if (!PLAIN.test(text)) throw NOT_PLAIN;
    if (text === 'true') return true;
    if (text === 'false') return false;
    if (text === 'null') return null;
    if (WORDS.test(text)) throw NOT_PLAIN;
    const code = text.charCodeAt(0);
    if (code < 48 || code > 57) return text;
    if (WHOLE_NUMBER.test(text)) return Number(text);
    if (SURELY_TEXT.test(text)) return text;
    throw NOT_PLAIN;
  }

  #expectEnd(indent: number): void {
    const next = this.#lines[this.#at];
    if (next !== undefined && next.indent > indent) throw NOT_PLAIN;
  }
}

function isItem(line: Line | undefined): boolean {
  return (
    line !== undefined && line.content.charCodeAt(0) === 45 && (line.content.length === 1 || line.content[1] === ' ')
  );
}
