import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installsAllPackages } from './packages.mjs';
import { root } from './places.mjs';

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

/** `>=20.9.0`, `^20.19.0 || >=22.12.0`: all that the lock file writes. */
function admits(range, version) {
  const wanted = version.split('.').map(Number);
  return range.split('||').some((part) => {
    const [, operator, ...numbers] = /^(>=|\^)\s*(\d+)(?:\.(\d+))?(?:\.(\d+))?$/.exec(part.trim()) ?? [];
    if (operator === undefined) return range === '*';
    const least = numbers.map((number) => Number(number ?? 0));
    const differs = least.findIndex((number, place) => number !== wanted[place]);
    const isReached = differs === -1 || least[differs] < wanted[differs];
    return isReached && (operator === '>=' || least[0] === wanted[0]);
  });
}

test('the oldest Node that may install leaves out no optional package', () => {
  expect(installsAllPackages('20.19.0')).toBe(true);
  const optional = Object.entries(packages).filter(
    ([, entry]) => entry.optional === true || entry.devOptional === true,
  );
  const ranges = [...new Set(optional.map(([, entry]) => entry.engines?.node).filter((range) => range !== undefined))];
  expect(ranges.length).toBeGreaterThan(3);
  expect(ranges.filter((range) => !admits(range, '20.19.0'))).toEqual([]);
});

test('an older one is not asked to', () => {
  expect(installsAllPackages('20.18.1')).toBe(false);
  expect(installsAllPackages('18.20.0')).toBe(false);
});
