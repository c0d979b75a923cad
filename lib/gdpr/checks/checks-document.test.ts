import { describe, expect, it } from 'vitest';
import { CHECK_TABLE } from '#lib/gdpr/check-table.ts';
import { CHECK_GUIDE } from '#lib/text/en/check-guide/check-guide.ts';
import { writeChecksDocument } from './checks-document.ts';
import { CHECKS } from './registry.ts';

describe('the document of the checks', () => {
  const document = writeChecksDocument();

  it.each(CHECKS.map(({ id }) => id))('tells %s, with a failing and a passing cluster', (id) => {
    const [, chapter = ''] = document.split(`### ${id} · ${CHECK_TABLE[id].title}\n`);
    const [own = ''] = chapter.split('\n### ');
    expect(own).toContain('**Condition:**');
    expect(own.match(/```yaml/g)?.length).toBeGreaterThanOrEqual(2);
  });
});

/** Words that promise or accuse (Appendix E). */
const FORBIDDEN = /\b(complian\w*|certified|violat\w*|breach\w*|guarante\w*|secure\w*|score\w*)\b/i;

it.each(Object.entries(CHECK_GUIDE))('the guide to %s promises and accuses nothing', (_, guide) => {
  expect(JSON.stringify(guide)).not.toMatch(FORBIDDEN);
});
