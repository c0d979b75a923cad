import { expect, test } from 'vitest';
import { recentQuestions, rememberQuestion } from './recent-questions.ts';

function storage() {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  return { open: () => store, kept };
}
const asked = (to: string, port = '') => ({ from: 'shop/web', to, port });

test('the last question comes first, and none twice', () => {
  const { open } = storage();
  for (const each of [asked('a'), asked('b'), asked('a')]) rememberQuestion('demo', each, open);
  expect(recentQuestions('demo', open)).toEqual([asked('a'), asked('b')]);
  expect(recentQuestions('other', open)).toEqual([]);
});

test('eight are kept, and another port is another question', () => {
  const { open } = storage();
  for (let port = 1; port <= 12; port++) rememberQuestion('demo', asked('a', `TCP/${port}`), open);
  expect(recentQuestions('demo', open).map(({ port }) => port)).toHaveLength(8);
  expect(recentQuestions('demo', open)[0]?.port).toBe('TCP/12');
});

test('a browser that keeps nothing, and text that is no list of questions, give none', () => {
  const forbidden = (): never => {
    throw new Error('storage is off');
  };
  rememberQuestion('demo', asked('a'), forbidden);
  expect(recentQuestions('demo', forbidden)).toEqual([]);
  const { open, kept } = storage();
  for (const text of ['{', '{"from":1}', '[1,{"from":"a","to":"","port":""}]']) {
    kept.set('ringfence-asked demo', text);
    expect(recentQuestions('demo', open)).toEqual([]);
  }
});
