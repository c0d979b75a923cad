import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedParts, NamespacedMap, partsByNamespace, readByNamespace } from './namespaced-map.ts';

const key = fc.tuple(fc.constantFrom('a', 'b', 'a-b', 'c'), fc.nat(5)).map(([ns, n]) => `${ns}/p${n}`);
const step = fc.oneof(
  fc.record({ type: fc.constant('set' as const), key, value: fc.nat(9) }),
  fc.record({ type: fc.constant('delete' as const), key }),
  fc.record({ type: fc.constant('copy' as const) }),
);

describe('a map by namespace', () => {
  test('holds what a plain map would hold, and a copy keeps what it was, whatever is written to either', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let map = new NamespacedMap<number>();
        let plain = new Map<string, number>();
        const kept: [NamespacedMap<number>, Map<string, number>][] = [];
        for (const each of steps) {
          if (each.type === 'set') {
            map.set(each.key, each.value);
            plain.set(each.key, each.value);
          } else if (each.type === 'delete') {
            map.delete(each.key);
            plain.delete(each.key);
          } else {
            kept.push([map, plain]);
            map = map.copy();
            plain = new Map(plain);
          }
        }
        for (const [is, wanted] of [...kept, [map, plain] as const]) {
          expect(is.size).toBe(wanted.size);
          expect([...is].sort()).toEqual([...wanted].sort());
          for (const [each, value] of wanted) expect(is.get(each)).toBe(value);
        }
      }),
    );
  });

  test('a copy shares the namespaces that nothing was written to', () => {
    const before = new NamespacedMap<number>();
    before.set('a/x', 1);
    before.set('b/y', 2);
    const after = before.copy();
    after.set('b/z', 3);
    expect(after.parts.get('a')).toBe(before.parts.get('a'));
    expect(after.parts.get('b')).not.toBe(before.parts.get('b'));
  });

  test('what is written to the first after it was copied does not show in the copy', () => {
    const first = new NamespacedMap<number>();
    first.set('a/x', 1);
    const copy = first.copy();
    first.set('a/x', 2);
    expect(copy.get('a/x')).toBe(1);
  });

  test('a namespace without objects is not there', () => {
    const map = new NamespacedMap<number>();
    map.set('a/x', 1);
    map.delete('a/x');
    map.delete('b/none');
    expect([...map.parts.keys()]).toEqual([]);
  });

  test('what is read by namespace is read again only where something was written', () => {
    let reads = 0;
    const sums = readByNamespace((part: ReadonlyMap<string, number>) => {
      reads++;
      return [...part.values()].reduce((sum, each) => sum + each, 0);
    });
    const before = new NamespacedMap<number>();
    before.set('a/x', 1);
    before.set('b/y', 2);
    expect(sums(before)).toEqual([1, 2]);
    const after = before.copy();
    after.set('b/z', 3);
    expect(sums(after)).toEqual([1, 5]);
    expect(reads).toBe(3);
  });

  test('the parts that changed are those that are another object, new or gone', () => {
    const before = new NamespacedMap<number>();
    for (const [key, value] of [
      ['a/x', 1],
      ['b/y', 2],
      ['c/z', 3],
    ] as const)
      before.set(key, value);
    const after = before.copy();
    after.set('b/y', 4);
    after.delete('c/z');
    after.set('d/w', 5);
    expect([...changedParts(before, after)].sort()).toEqual(['b', 'c', 'd']);
    expect(changedParts(after, after)).toEqual([]);
  });

  test('a plain map is cut once', () => {
    const plain = new Map([
      ['a/x', 1],
      ['b/y', 2],
      ['no-namespace', 3],
    ]);
    expect([...partsByNamespace(plain).keys()]).toEqual(['a', 'b', 'default']);
    expect(partsByNamespace(plain)).toBe(partsByNamespace(plain));
  });
});
