import { Document, isMap, isScalar, isSeq, type Pair, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import type { DeclaredClass } from './types.ts';

/** A recipient to be declared further by people: a name of its own and where it is found. */
export interface RecipientEntry {
  readonly id: string;
  readonly fqdns: readonly string[];
}

/** A class for one workload, `ns/Kind/name`. */
export interface ClassEntry {
  readonly workload: string;
  readonly dataClass: DeclaredClass;
  readonly because?: string | undefined;
}

const HEAD = 'apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\n';

/**
 * A DataMap's text with classes put into it. Entries that mean that very workload are changed where they stand; others
 * are added behind the last one, so that every other line stays as people wrote it. The text must be one that parses.
 */
export function editDataMap(text: string, entries: readonly ClassEntry[]): string {
  if (entries.length === 0) return text;
  const whole = text.trim() === '' ? HEAD : text;
  const document = parseDocument(whole, { version: '1.2' });
  const byWorkload = entriesByWorkload(listOf(document, 'workloads'));
  const added: ClassEntry[] = [];
  let changed = false;
  for (const entry of entries) {
    const known = byWorkload.get(workloadKey(...partsOf(entry.workload)));
    if (known !== undefined) {
      changeEntry(known, entry);
      changed = true;
    } else added.push(entry);
  }
  // A change inside an entry is written by the serialiser; comments stay, the rest of the form may not.
  return addItems(changed ? document.toString({ lineWidth: 0 }) : whole, 'workloads', added.map(plainEntry));
}

/** A DataMap's text with recipients added behind the last one. The text must be one that parses. */
export function addRecipients(text: string, recipients: readonly RecipientEntry[]): string {
  return addItems(text.trim() === '' ? HEAD : text, 'recipients', recipients);
}

type ListKey = 'workloads' | 'recipients';

function addItems(text: string, listKey: ListKey, items: readonly object[]): string {
  if (items.length === 0) return text;
  const lines = items.map(itemText).join('');
  const ended = text.endsWith('\n') ? text : `${text}\n`;
  const document = parseDocument(text, { version: '1.2' });
  const list = listOf(document, listKey);
  if (list === undefined) {
    const pair = pairOf(document, listKey);
    return pair === undefined ? `${ended}${listKey}:\n${lines}` : viaDocument(document, listKey, items);
  }
  const last = list.items.at(-1);
  const end = isMap(last) ? last.range?.[1] : undefined;
  if (list.flow === true || end === undefined || list.range == null) return viaDocument(document, listKey, items);
  // The dash stands where the list begins; the text goes on at the start of the line behind its last value.
  const indent = columnOf(text, list.range[0]);
  const lineEnd = end > 0 && text[end - 1] === '\n' ? end - 1 : text.indexOf('\n', end);
  const at = lineEnd < 0 ? ended.length : lineEnd + 1;
  return ended.slice(0, at) + indented(lines, indent) + ended.slice(at);
}

/** Where the list is written in brackets or is empty: the serialiser writes the file anew, comments stay. */
function viaDocument(document: Document, listKey: ListKey, items: readonly object[]): string {
  const list = listOf(document, listKey) ?? (document.createNode([]) as YAMLSeq);
  list.flow = false;
  for (const each of items) {
    list.add(document.createNode(each));
    const node = list.items.at(-1);
    const match = isMap(node) ? node.get('match') : undefined;
    if (isMap(match)) match.flow = true;
  }
  document.set(listKey, list);
  return document.toString({ lineWidth: 0 });
}

/** A reason that people wrote stays unless another is given: a choice of class says nothing of it. */
function changeEntry(map: YAMLMap, { dataClass, because }: ClassEntry): void {
  map.set('dataClass', dataClass);
  if (because !== undefined) map.set('because', because);
}

function plainEntry({ workload, dataClass, because }: ClassEntry) {
  const [namespace, kind, name] = partsOf(workload);
  return {
    match: { namespace, kind, name },
    dataClass,
    ...(because === undefined ? {} : { because }),
  };
}

/** Names come from strangers: the serialiser quotes them. */
function itemText(written: object): string {
  const document = new Document([written], { version: '1.2' });
  const [item] = (document.contents as unknown as YAMLSeq).items;
  const match = isMap(item) ? item.get('match') : undefined;
  if (isMap(match)) match.flow = true;
  return document.toString({ lineWidth: 0 });
}

function listOf(document: Document, key: ListKey): YAMLSeq | undefined {
  const value = pairOf(document, key)?.value;
  return isSeq(value) ? value : undefined;
}

function pairOf(document: Document, key: string): Pair | undefined {
  const { contents } = document;
  return isMap(contents) ? contents.items.find((pair) => isScalar(pair.key) && pair.key.value === key) : undefined;
}

/** The entries that mean one workload exactly; of several that mean the same one, the first. */
function entriesByWorkload(list: YAMLSeq | undefined): ReadonlyMap<string, YAMLMap> {
  const found = new Map<string, YAMLMap>();
  for (const item of list?.items ?? []) {
    const match = isMap(item) ? item.get('match') : undefined;
    if (!isMap(item) || !isMap(match)) continue;
    const [namespace, kind, name] = [match.get('namespace'), match.get('kind'), match.get('name')];
    if (typeof namespace !== 'string' || typeof kind !== 'string' || typeof name !== 'string') continue;
    const key = workloadKey(namespace, kind, name);
    if (!found.has(key)) found.set(key, item);
  }
  return found;
}

/** Kinds are compared without regard to case, as where a DataMap is read. */
function workloadKey(namespace: string, kind: string, name: string): string {
  return `${namespace}/${kind.toLowerCase()}/${name}`;
}

/** Of `ns/Kind/name`. */
function partsOf(workload: string): readonly [namespace: string, kind: string, name: string] {
  const [namespace = '', kind = '', ...name] = workload.split('/');
  return [namespace, kind, name.join('/')];
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

function indented(lines: string, indent: number): string {
  const space = ' '.repeat(indent);
  return lines.replace(/^(?=.)/gm, space);
}
