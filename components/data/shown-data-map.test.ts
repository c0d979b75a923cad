import { expect, test } from 'vitest';
import type { DataMapAnswer } from '#lib/api/data-schemas.ts';
import { NO_DRAFT } from './data-draft.ts';
import { editorText } from './shown-data-map.ts';

const IN_FORCE = 'kind: DataMap\n';
const answered = (text: string, problems: DataMapAnswer['problems'] = []): DataMapAnswer => ({
  revision: { seq: 1, content: 'a' },
  text,
  problems,
  notes: [],
  hash: null,
  kept: false,
});
const CHANGED = { ...NO_DRAFT, changes: [{ workload: 'a/Pod/b', dataClass: 'none' }] } as const;

test('typed letters stand at once, whatever was answered before', () => {
  const typed = { ...NO_DRAFT, text: 'kind: DataMapp' };
  expect(editorText(typed, IN_FORCE, answered('kind: DataMap'))).toMatchObject({
    text: 'kind: DataMapp',
    waits: false,
  });
  expect(editorText({ ...NO_DRAFT, text: '' }, IN_FORCE, undefined)).toMatchObject({ text: '', waits: false });
});

test('without a draft the DataMap in force is edited', () => {
  expect(editorText(NO_DRAFT, IN_FORCE, undefined)).toEqual({ text: IN_FORCE, holdsChanges: true, waits: false });
});

test('typing waits until the classes that were given stand in the text', () => {
  expect(editorText(CHANGED, IN_FORCE, undefined)).toEqual({ text: IN_FORCE, holdsChanges: false, waits: true });
  expect(editorText(CHANGED, IN_FORCE, answered('with b'))).toEqual({
    text: 'with b',
    holdsChanges: true,
    waits: false,
  });
});

test('in a text that cannot be read changes do not stand, and it can be mended', () => {
  const broken = { ...CHANGED, text: 'kind: [' };
  expect(editorText(broken, IN_FORCE, answered('kind: [', [{ line: 1, path: '', message: 'no YAML' }]))).toEqual({
    text: 'kind: [',
    holdsChanges: false,
    waits: false,
  });
});

test('a class that the text had already stands in it', () => {
  expect(editorText(CHANGED, IN_FORCE, answered(IN_FORCE))).toMatchObject({ holdsChanges: true, waits: false });
});
