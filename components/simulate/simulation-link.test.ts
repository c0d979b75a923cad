import { expect, test } from 'vitest';
import type { SimulatedChange } from './simulated-change.ts';
import { changesOfFragment, LINK_MAX, linkFragment } from './simulation-link.ts';

const CHANGES: readonly SimulatedChange[] = [
  { type: 'yaml', id: '1', title: 'NetworkPolicy crm/db', text: 'kind: NetworkPolicy\n# ü\n'.repeat(40) },
  { type: 'remove', id: '2', object: { kind: 'NetworkPolicy', namespace: 'crm', name: 'old' } },
  { type: 'labels', id: '3', object: { kind: 'Namespace', name: 'crm' }, labels: { a: 'b', c: null } },
];

test('a link holds the changes, and only where no server sees them', async () => {
  const fragment = await linkFragment(CHANGES);
  expect(fragment).toMatch(/^#changes=[\w-]+$/);
  expect(await changesOfFragment(fragment ?? '')).toEqual(CHANGES);
});

test('what is too long for a link is no link', async () => {
  let state = 1;
  const noise = Array.from({ length: LINK_MAX }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state.toString(36);
  }).join('');
  expect(await linkFragment([{ type: 'yaml', id: '1', title: 't', text: noise }])).toBeUndefined();
});

test('what cannot be read is told from what is not there', async () => {
  expect(await changesOfFragment('')).toBeUndefined();
  expect(await changesOfFragment('#changes=%%%')).toBeNull();
  expect(await changesOfFragment('#changes=AAAA')).toBeNull();
});
