/** Tests that failed and then passed: the run holds, and says so. */

/**
 * Names of them in Playwright's JSON report, `file › title`, in its order.
 * @param report `{suites: [{file, specs, suites}]}`, nested
 */
export function flakyTests({ suites = [] }) {
  return suites.flatMap((suite) => [
    ...(suite.specs ?? [])
      .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
      .map(({ file, title }) => `${file} › ${title}`),
    ...flakyTests(suite),
  ]);
}

/** What the summary says of them: a line each, and how many; nothing where there are none. */
export function tellFlaky(names) {
  if (names.length === 0) return '';
  const lines = names.map((name) => `flaky: ${name} passed on the second try`);
  return `${[...lines, `${names.length} flaky: each failed once and is to be mended`].join('\n')}\n\n`;
}
