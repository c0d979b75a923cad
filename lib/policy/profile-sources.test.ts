import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PROFILES } from './profile.ts';
import { PROFILE_SOURCES } from './profile-sources.ts';

/** The cells of §3.11 with a question mark. */
const OPEN_CELLS = {
  ipBlockMatchesPods: ['antrea', 'ovn-kubernetes'],
  ipBlockMatchesNodes: ['antrea', 'ovn-kubernetes'],
  podToOwnNode: ['calico', 'cilium', 'antrea', 'ovn-kubernetes'],
  selfViaService: ['ovn-kubernetes'],
  npFinal: ['antrea', 'ovn-kubernetes', 'np-guard'],
  priorityTie: ['calico', 'cilium', 'antrea', 'ovn-kubernetes'],
} as const;
const DOCUMENT = readFileSync(new URL('../../docs/policy-semantics.md', import.meta.url), 'utf8');

test('every cell that was left to be looked up says what it rests on, or that we chose it and why', () => {
  for (const [field, profiles] of Object.entries(OPEN_CELLS)) {
    for (const profile of profiles) {
      const source = PROFILE_SOURCES.find((cell) => cell.profile === profile && cell.field === field);
      expect(source?.note, `${profile} ${field}`).toMatch(/\.$/);
      expect((source?.urls.length ?? 0) > 0 || source?.note.startsWith('Chosen by us: ')).toBe(true);
    }
  }
});

test.each(PROFILE_SOURCES)('the documentation shows $profile $field with its value and its sources', (cell) => {
  const value = PROFILES[cell.profile][cell.field];
  const links = cell.urls.map((url, index) => `[${index + 1}](${url})`).join(' ');
  expect(DOCUMENT).toContain(`| \`${cell.profile}\` | \`${cell.field}\` | ${value} | ${cell.note} | ${links || '–'} |`);
});
