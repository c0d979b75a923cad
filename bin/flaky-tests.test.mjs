import { expect, test } from 'vitest';
import { flakyTests, tellFlaky } from './flaky-tests.mjs';

const spec = (title, status) => ({ title, file: 'map.spec.ts', tests: [{ status }] });

test('a test that passed on the second try is named with its file, however deep its group', () => {
  const report = {
    suites: [
      {
        file: 'map.spec.ts',
        specs: [spec('is drawn', 'expected')],
        suites: [{ specs: [spec('is zoomed', 'flaky'), spec('is lost', 'unexpected')] }],
      },
    ],
  };
  expect(flakyTests(report)).toEqual(['map.spec.ts › is zoomed']);
  expect(flakyTests({ suites: [] })).toEqual([]);
});

test('the summary names each flaky test, counts them, and is silent without one', () => {
  expect(tellFlaky(['a › b', 'c › d'])).toBe(
    'flaky: a › b passed on the second try\nflaky: c › d passed on the second try\n2 flaky: each failed once and is to be mended\n\n',
  );
  expect(tellFlaky([])).toBe('');
});
