import { expect, it } from 'vitest';
import { readMembers } from './evidence-members.ts';

const read = (text: string, depthMax = 5) => {
  const members = readMembers(Buffer.from(text), depthMax);
  return members?.pick(members.names);
};

it.each([
  ['{}'],
  [' { } \n'],
  ['{"a":1}'],
  ['{"a":[1,{"b":":,{}[]"}],"c":"\\"},{\\\\","d":null}'],
  [' {\t"a" : {"b":[]} ,\r\n"c":true}\n'],
  ['{"a":1,"b":2,"a":{"c":3}}'],
  ['{"__proto__":1,"\\u0061":2}'],
  ['{"ü":"😀\\ud800"}'],
])('members are those that JSON.parse finds: %s', (text) => {
  const expected: unknown = JSON.parse(text);
  expect(read(text)).toEqual(expected);
  expect(Object.keys(read(text) ?? {})).toEqual(Object.keys(expected as object));
});

it.each([
  [''],
  ['1'],
  ['[]'],
  ['"{}"'],
  ['{'],
  ['{"a":1'],
  ['{"a":1}}'],
  ['{"a":1}{}'],
  ['{"a":1}x'],
  ['{"a":1]'],
  ['{"a":[1}'],
  ['{"a":[1},"b":2]}'],
  ['{"a":1,}'],
  ['{,}'],
  ['{,"a":1}'],
  ['{"a"}'],
  ['{"a":}'],
  ['{1:1}'],
  ['{"a":1:2}'],
  ['{"a":"'],
  ['\ufeff{}'],
])('what JSON.parse refuses, or is no object, has no members: %s', (text) => {
  expect(read(text)).toBeUndefined();
});

it('what nests deeper than allowed, or is no UTF-8, has no members', () => {
  expect(read('{"a":[[1]]}', 3)).toEqual({ a: [[1]] });
  expect(read('{"a":[[1]]}', 2)).toBeUndefined();
  expect(readMembers(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 5)).toBeUndefined();
});

it('what holds a number that is none, or more members than any evidence, has no members', () => {
  expect(read('{"a":[{"b":1e999}]}')).toBeUndefined();
  const many = (count: number) => `{${Array.from({ length: count }, (_, index) => `"m${index}":0`).join()}}`;
  expect(Object.keys(read(many(1_000)) ?? {})).toHaveLength(1_000);
  expect(read(many(1_001))).toBeUndefined();
});

it('a member is parsed anew each time, so that nobody keeps it', () => {
  const members = readMembers(Buffer.from('{"a":{"b":1}}'), 5);
  expect(members?.read('a')).toEqual({ b: 1 });
  expect(members?.read('a')).not.toBe(members?.read('a'));
  expect(members?.read('b')).toBeUndefined();
});
