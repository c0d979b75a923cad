import { expect, test } from 'vitest';
import { basedOn, type DataDraft, NO_DRAFT, withText } from './data-draft.ts';

const GIVEN: DataDraft = { ...NO_DRAFT, changes: [{ workload: 'a/Pod/b', dataClass: 'none' }] };

test('changes that stand in an edited text are not put into it again', () => {
  expect(withText([NO_DRAFT, GIVEN], 'b: mine', true)).toEqual([NO_DRAFT, GIVEN, { ...NO_DRAFT, text: 'b: mine' }]);
});

test('changes that do not stand in the text stay', () => {
  const broken = { ...GIVEN, text: '[' };
  expect(withText([NO_DRAFT, { ...NO_DRAFT, text: '[' }, broken], '[]', false).at(-1)).toEqual({
    ...GIVEN,
    text: '[]',
  });
});

test('typing is one step, and one that follows another change is a step of its own', () => {
  const typed = withText(withText([NO_DRAFT], 'a', true), 'ab', true);
  expect(typed).toEqual([NO_DRAFT, { ...NO_DRAFT, text: 'ab' }]);
  const changed = { ...GIVEN, text: 'ab' };
  expect(withText([...typed, changed], 'abc', true)).toEqual([...typed, changed, { ...NO_DRAFT, text: 'abc' }]);
});

test('a draft is one of changes to what was in force when it began, also after another was kept', () => {
  const begun = basedOn(GIVEN, 'a');
  expect(basedOn({ ...begun, text: 'b: mine' }, 'b').seen).toBe('a');
  expect(basedOn(basedOn(GIVEN, null), 'b').seen).toBeNull();
  expect(withText([NO_DRAFT, begun], 'b: mine', true).at(-1)).toMatchObject({ text: 'b: mine', seen: 'a' });
});
