import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { VERSION } from '#lib/api/version.ts';
import { ruleSetOf } from './releases.ts';

it('every version of the changelog has its rule set', () => {
  const changelog = readFileSync(new URL('../../CHANGELOG.md', import.meta.url), 'utf8');
  const versions = [...changelog.matchAll(/^## (\S+)/gm)].map(([, version]) => version as string);
  expect(versions).toContain(VERSION);
  expect(versions.filter((version) => ruleSetOf(version) === undefined)).toEqual([]);
});
