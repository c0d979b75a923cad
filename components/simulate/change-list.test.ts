import { expect, test } from 'vitest';
import { SIMULATE } from '#lib/text/en/simulate.ts';
import { changeCalled } from './change-list.tsx';

const text = 'kind: NetworkPolicy\nmetadata:\n  name: "db"\n  namespace: crm\n';

test('a policy begun here is called by what it says, a file by its name', () => {
  const begun = { type: 'yaml', id: '1', title: SIMULATE.choices.policy, text } as const;
  expect(changeCalled(begun)).toBe('NetworkPolicy crm/db');
  expect(changeCalled({ ...begun, text: 'kind:' })).toBe(SIMULATE.choices.policy);
  expect(changeCalled({ ...begun, title: 'a/b.yaml' })).toBe('a/b.yaml');
});
