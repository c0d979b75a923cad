/** One document, or one item of a List, as a text of its own. */
export interface YamlPart {
  readonly text: string;
  /** 1-based line in the file where `text` begins; that is the line of the first key. */
  readonly line: number;
  /** 1-based number of the document in the file; of the item for an item of a List. */
  readonly document: number;
}

/**
 * Cuts a YAML text into its documents without parsing it: a line that begins with `---` is always a boundary, also inside
 * block scalars. A List as kubectl prints it is cut into its items, so that ten thousand objects are parsed one by one.
 * Comments before the first key are cut off; parts without content are left out, but counted as documents.
 */
export function* splitYaml(text: string): Generator<YamlPart> {
  let number = 0;
  for (const { start, end, line } of documentsOf(text)) {
    const document = withoutHead(text.slice(start, end), line, number + 1);
    if (document === undefined) continue;
    number += 1;
    const items = itemsOf(document);
    if (items === undefined) yield document;
    else yield* items;
  }
}

interface Slice {
  readonly start: number;
  readonly end: number;
  /** Line of `start`, 1-based. */
  readonly line: number;
}

function* documentsOf(text: string): Generator<Slice> {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  let startLine = 1;
  let line = 1;
  for (let at = start; at <= text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const boundary = boundaryAt(text, at);
    if (boundary !== undefined) {
      yield { start, end: at, line: startLine };
      // What follows `---` on its line belongs to the next document; what follows `...` is nothing.
      start = boundary === 'start' ? at + 3 : end;
      startLine = line;
    }
    if (newline < 0) break;
    at = newline + 1;
    line += 1;
  }
  yield { start, end: text.length, line: startLine };
}

function boundaryAt(text: string, at: number): 'start' | 'end' | undefined {
  const marker = text.startsWith('---', at) ? 'start' : text.startsWith('...', at) ? 'end' : undefined;
  if (marker === undefined) return undefined;
  const next = text[at + 3];
  return next === undefined || next === ' ' || next === '\t' || next === '\r' || next === '\n' ? marker : undefined;
}

/** The part from its first line with content on; undefined where there is none. Directives are content of no document. */
function withoutHead(text: string, line: number, document: number): YamlPart | undefined {
  const head = /^(?:[ \t\r]*(?:[#%][^\n]*)?(?:\n|$))+/.exec(text);
  if (head === null) return { text, line, document };
  const rest = text.slice(head[0].length);
  if (rest === '') return undefined;
  return { text: rest, line: line + head[0].split('\n').length - 1, document };
}

const LIST_KIND = /^kind: *["']?[A-Za-z]*List["']? *\r?$/m;
const ITEMS = /^items: *\r?\n(?=( *)- )/m;

/**
 * The items of a List in block style. Only where each item can stand alone: no anchors, and nothing but known fields of
 * a List beside `items`. Undefined: read it whole.
 */
function itemsOf(part: YamlPart): readonly YamlPart[] | undefined {
  const { text } = part;
  const items = ITEMS.exec(text);
  if (items === null || /(?:^|[\s\-:[{,])&[^\s&]/m.test(text)) return undefined;
  const indent = items[1] ?? '';
  const begin = items.index + items[0].length;
  const parts: YamlPart[] = [];
  let line = part.line + countNewlines(text, 0, begin);
  let itemStart = begin;
  let itemLine = line;
  let end = text.length;
  const close = (to: number) => {
    // The dash gives way to a space: the item's keys keep their columns, its lines their numbers.
    const item = text.slice(itemStart, to);
    parts.push({ text: `${indent} ${item.slice(indent.length + 1)}`, line: itemLine, document: parts.length + 1 });
  };
  for (let at = begin; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline + 1;
    if (at > begin && text.startsWith(`${indent}- `, at)) {
      close(at);
      itemStart = at;
      itemLine = line;
    } else if (isTopLevelKey(text, at)) {
      end = at;
      break;
    }
    at = next;
    line += 1;
  }
  close(end);
  const frame = `${text.slice(0, items.index)}\n${text.slice(end)}`;
  return LIST_KIND.test(frame) && isPlainFrame(frame) ? parts : undefined;
}

/** What stands around the items of kubectl's List; typed lists, whose items lack a kind, are read whole. */
function isPlainFrame(frame: string): boolean {
  return frame
    .split('\n')
    .every((line) =>
      /^(?:\s*(?:#.*)?|apiVersion: *["']?v1["']?|kind: *["']?List["']?|metadata:.*|\s+\S.*)\r?$/.test(line),
    );
}

function isTopLevelKey(text: string, at: number): boolean {
  const first = text[at];
  return first !== undefined && !' \t\r\n#-'.includes(first);
}

function countNewlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
