import { isAlias, isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import type { ReadingLimits } from './limits.ts';

export class TooDeep extends Error {}
export class TooManyAliases extends Error {}
export class UnresolvedAlias extends Error {}

type OnDuplicate = (key: string, offset: number) => void;

/**
 * The plain value of a parsed YAML document. An alias gives the very value of its anchor, never a copy, so aliases of
 * aliases cannot grow. Keys become text as in JSON; merge keys (`<<`) give way to the map's own keys; of two equal keys
 * the last one counts. Throws TooDeep, TooManyAliases, UnresolvedAlias.
 */
export function documentToJson(contents: unknown, limits: ReadingLimits, onDuplicate: OnDuplicate): unknown {
  const anchors = new Map<string, unknown>();
  let aliases = 0;

  function convert(node: unknown, depth: number): unknown {
    if (depth > limits.nesting) throw new TooDeep();
    if (isScalar(node)) return remember(node.anchor, typeof node.value === 'symbol' ? node.source : node.value);
    if (isMap(node)) return convertMap(node, depth);
    if (isSeq(node)) {
      // Remembered only now: an anchor that contains its own alias has no value yet and is therefore unresolved.
      return remember(
        node.anchor,
        node.items.map((item) => convert(item, depth + 1)),
      );
    }
    if (isAlias(node)) {
      aliases += 1;
      if (aliases > limits.aliases) throw new TooManyAliases();
      if (!anchors.has(node.source)) throw new UnresolvedAlias();
      return anchors.get(node.source);
    }
    return null;
  }

  function convertMap(node: YAMLMap, depth: number): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    const merged: unknown[] = [];
    for (const { key, value } of node.items) {
      if (isScalar(key) && isMergeKey(key.value)) {
        merged.push(convert(value, depth + 1));
        continue;
      }
      const name = keyText(convert(key, depth + 1));
      if (Object.hasOwn(object, name)) onDuplicate(name, isScalar(key) ? (key.range?.[0] ?? 0) : 0);
      define(object, name, convert(value, depth + 1));
    }
    for (const source of merged.flat()) addMissing(object, source);
    return remember(node.anchor, object);
  }

  function remember<Value>(anchor: string | undefined, value: Value): Value {
    if (anchor !== undefined) anchors.set(anchor, value);
    return value;
  }

  return convert(contents, 1);
}

function isMergeKey(value: unknown): boolean {
  return typeof value === 'symbol' && value.description === '<<';
}

function addMissing(object: Record<string, unknown>, source: unknown): void {
  if (typeof source !== 'object' || source === null) return;
  for (const [key, value] of Object.entries(source)) if (!Object.hasOwn(object, key)) define(object, key, value);
}

function keyText(key: unknown): string {
  return typeof key === 'object' ? (JSON.stringify(key) ?? 'null').slice(0, 200) : String(key);
}

/** Assigning `__proto__` would set the prototype instead of a key. */
function define(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}
