import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writeChecksDocument } from '#lib/gdpr/checks/checks-document.ts';

test('docs/checks.md is what the registry says; to write it anew: npm run docs:checks', () => {
  expect(readFileSync(new URL('../../docs/checks.md', import.meta.url), 'utf8')).toBe(writeChecksDocument());
});
