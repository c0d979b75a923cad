import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRecentKeys, KeyHash } from './recent-keys.ts';

const key = (text: string) => new KeyHash().start().text(text);

test('a key is new once, and again after it was forgotten', () => {
  const keys = createRecentKeys(1024, 1_000);
  expect(keys.add(key('a'), 0)).toBe(true);
  expect(keys.add(key('a'), 1)).toBe(false);
  expect(keys.add(key('b'), 999)).toBe(true);
  expect(keys.add(key('b'), 1_500)).toBe(false);
  expect(keys.add(key('a'), 9_000)).toBe(true);
});

test('a key is known for as long as it is to be kept', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(400), { minLength: 1, maxLength: 60 }), (steps) => {
      const keys = createRecentKeys(1024, 1_000);
      const seen = new Map<string, number>();
      let now = 0;
      for (const step of steps) {
        now += step;
        const name = `k${step % 7}`;
        const before = seen.get(name);
        const isNew = keys.add(key(name), now);
        if (before === undefined) expect(isNew).toBe(true);
        else if (now - before < 1_000) expect(isNew).toBe(false);
        if (isNew) seen.set(name, now);
      }
    }),
  );
});

test('more keys than there is room for shorten the time, and never hang nor grow', () => {
  const keys = createRecentKeys(64, 1_000);
  let known = 0;
  for (let i = 0; i < 10_000; i++) if (keys.add(key(`k${i}`), 0)) known++;
  expect(known).toBe(10_000);
  expect(keys.has(key('k9999'), 0)).toBe(true);
  expect(keys.has(key('k0'), 0)).toBe(false);
});

test('where a part ends counts, and numbers differ above 32 bits', () => {
  const of = (make: (hash: KeyHash) => KeyHash) => {
    const { high, low } = make(new KeyHash().start());
    return `${high},${low}`;
  };
  expect(of((hash) => hash.text('a').text('bc'))).not.toBe(of((hash) => hash.text('ab').text('c')));
  expect(of((hash) => hash.number(1))).not.toBe(of((hash) => hash.number(4_294_967_297)));
  expect(of((hash) => hash.number(null))).not.toBe(of((hash) => hash.number(0)));
});

test('a table that grew knows all that it held', () => {
  const keys = createRecentKeys(2 ** 17, 1_000);
  for (let i = 0; i < 50_000; i++) keys.add(key(`k${i}`), 0);
  let known = 0;
  for (let i = 0; i < 60_000; i++) if (keys.has(key(`k${i}`), 0)) known++;
  expect(known).toBe(50_000);
});
