import { expect, test } from 'vitest';
import { type DataDraft, NO_DRAFT } from './data-draft.ts';
import { readDraft, storeDraft } from './stored-draft.ts';

const DRAFT: DataDraft = {
  changes: [{ workload: 'crm/Deployment/mailer', dataClass: 'personal', because: 'confirmed: port 587' }],
  recipients: [{ id: 'stripe', fqdns: ['api.stripe.com'] }],
  text: 'kind: DataMap\n',
};

function tab(most = Number.POSITIVE_INFINITY) {
  const items = new Map<string, string>();
  return () => ({
    items,
    getItem: (key: string) => items.get(key) ?? null,
    removeItem: (key: string) => void items.delete(key),
    setItem: (key: string, value: string) => {
      if (value.length > most) throw new Error('QuotaExceededError');
      items.set(key, value);
    },
  });
}

test('what was not kept is there again when the page opens, for its cluster alone', () => {
  const storage = tab();
  storeDraft('prod', DRAFT, storage);
  storeDraft('test', { ...NO_DRAFT, text: '' }, storage);
  expect(readDraft('prod', storage)).toEqual(DRAFT);
  expect(readDraft('test', storage)).toEqual({ ...NO_DRAFT, text: '' });
  expect(readDraft('other', storage)).toEqual(NO_DRAFT);
  for (const seen of ['a'.repeat(64), null]) {
    storeDraft('seen', { ...DRAFT, seen }, storage);
    expect(readDraft('seen', storage)).toEqual({ ...DRAFT, seen });
  }
});

test('a draft that was discarded or kept is forgotten', () => {
  const storage = tab();
  storeDraft('prod', DRAFT, storage);
  storeDraft('prod', NO_DRAFT, storage);
  expect(storage().items.size).toBe(0);
});

test('storage that is forbidden, full or holds something else is no draft', () => {
  const forbidden = () => {
    throw new Error('SecurityError');
  };
  storeDraft('prod', DRAFT, forbidden);
  expect(readDraft('prod', forbidden)).toEqual(NO_DRAFT);

  const full = tab(180);
  storeDraft('prod', { ...NO_DRAFT, text: 'old' }, full);
  storeDraft('prod', { ...NO_DRAFT, text: 'new'.repeat(100) }, full);
  expect(readDraft('prod', full)).toEqual(NO_DRAFT);

  for (const odd of [
    '{',
    '[]',
    '{"changes":[{"workload":1}],"recipients":[]}',
    '{"changes":[{"workload":"a/Pod/b","dataClass":"unknown"}],"recipients":[]}',
    '{"changes":[],"recipients":[{"id":"a"}]}',
  ]) {
    const storage = tab();
    storage().setItem('ringfence-data-draft/prod', odd);
    expect(readDraft('prod', storage), odd).toEqual(NO_DRAFT);
  }
});
