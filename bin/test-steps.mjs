/** What `npm test` runs, in order. Each step shows its own output as it comes and answers with counts. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flakyTests } from './flaky-tests.mjs';
import { bringBrowser, findBrowser } from './set-up/browser.mjs';
import { buildFits, buildPage } from './set-up/build.mjs';
import { run } from './set-up/child.mjs';
import { buildKubeBinaries, findKubeBinaries, goIsNewEnough } from './set-up/kube-binaries.mjs';
import { withNodeFirst } from './set-up/node.mjs';
import { bringValidator, validatorArguments, validatorLacks } from './set-up/pdf-validator.mjs';
import { root } from './set-up/places.mjs';

const PROGRESS_MS = 15_000;
const FUZZ_PAIRS = 1_000_000;
/** PDF/A-3a and PDF/UA-1, as veraPDF names them. */
const STANDARDS = ['3a', 'ua1'];

export const STEPS = [
  {
    group: 'static',
    title: 'format and lint',
    run: () =>
      check('@biomejs/biome/bin/biome', [
        'ci',
        '--error-on-warnings',
        `--colors=${process.stdout.isTTY ? 'force' : 'off'}`,
      ]),
  },
  { group: 'static', title: 'types', run: () => check('typescript/bin/tsc', ['--noEmit']) },
  { group: 'static', title: 'third-party notices', run: () => script('bin/notices.mjs', ['--check'], []) },
  { group: 'unit', title: 'unit tests', run: () => vitest('unit') },
  { group: 'unit', title: 'PDF/A-3a and PDF/UA-1', run: validatePdfs },
  { group: 'cluster', title: 'tests against a real API server', run: clusterTests },
  { group: 'e2e', title: 'build', run: build },
  { group: 'e2e', title: 'browser tests', run: browserTests },
  {
    group: 'fuzz',
    title: 'fuzz',
    run: (args) => script('server/cli/fuzz.ts', args, ['--pairs', String(FUZZ_PAIRS)]),
  },
  { group: 'soak', title: 'build', run: build },
  { group: 'soak', title: 'soak', run: soaks },
  { group: 'perf', title: 'build', run: build },
  { group: 'perf', title: 'times and sizes of the page', run: measurements },
];

/** Runs a program of ours or of a package under this Node, its output passed on. */
async function node(path, args, env = {}) {
  return run(process.execPath, [path, ...args], {
    cwd: root,
    env: { ...withNodeFirst(process.env), ...colours(), ...env },
    onText: (text) => process.stdout.write(text),
  });
}

/** Its output goes through ours, so the program cannot see whether a terminal reads it. */
function colours() {
  return process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };
}

function inPackages(path) {
  return join(root, 'node_modules', path);
}

/** A check without tests of its own counts as one. */
async function check(program, args) {
  const { status } = await node(inPackages(program), args);
  return status === 0 ? { passed: 1 } : { failed: 1 };
}

async function script(path, args, standard) {
  if (!existsSync(join(root, path))) return skipped(`${path} does not exist`);
  const { status } = await node(path, args.length > 0 ? args : standard);
  return status === 0 ? { passed: 1 } : { failed: 1 };
}

function skipped(note) {
  process.stdout.write(`   SKIPPED: ${note}\n`);
  return { skipped: 1, note };
}

async function vitest(project, env) {
  return withReport(async (report) => {
    const { status } = await node(
      inPackages('vitest/vitest.mjs'),
      ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
      env,
    );
    const result = read(report);
    if (result === undefined) return { failed: 1, note: 'it did not come to an end' };
    const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests } = result;
    // A file that cannot be loaded, or an error outside any test, fails no test but fails the run.
    const failed =
      numFailedTests +
      result.testResults.filter(
        ({ status: file, assertionResults }) => file === 'failed' && assertionResults.length === 0,
      ).length;
    return { passed, failed: status !== 0 && failed === 0 ? 1 : failed, skipped: numPendingTests + numTodoTests };
  });
}

async function clusterTests() {
  let assets = findKubeBinaries();
  if (assets === undefined) {
    if (!(await goIsNewEnough()))
      return skipped('no etcd and kube-apiserver ($KUBEBUILDER_ASSETS), and no Go 1.25 to build them');
    const { folder, problem } = await showing('still building, about five minutes in all', (tell) =>
      buildKubeBinaries(tell),
    );
    if (folder === undefined) {
      process.stdout.write(`${problem}\n`);
      return skipped('etcd and kube-apiserver could not be built');
    }
    assets = folder;
  }
  return vitest('cluster*', { KUBEBUILDER_ASSETS: assets });
}

/** Sets documents, the demo's among them, and has veraPDF look at each: one test for each file and standard. */
async function validatePdfs() {
  const lacks = await validatorLacks();
  if (lacks !== undefined) return skipped(`${lacks}: the PDFs are not validated`);
  const { problem } = await showing('still bringing veraPDF', (tell) => bringValidator(tell));
  if (problem !== undefined) {
    process.stdout.write(`${problem}\n`);
    return skipped('veraPDF could not be brought: the PDFs are not validated');
  }
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-pdf-'));
  try {
    const demo = [
      'snapshot',
      '--demo',
      '--no-keep',
      '--output',
      join(folder, 'demo.pdf'),
      '--short',
      join(folder, 'demo-short.pdf'),
    ];
    const written = await Promise.all([
      node(join(root, 'e2e/pdf/write-samples.ts'), [folder]),
      node(join(root, 'server/cli/main.ts'), demo, { RINGFENCE_DATA_DIR: folder }),
    ]);
    const failures = written.filter(({ status }) => status !== 0).length;
    if (failures > 0) return { failed: failures, note: 'a document could not be set' };
    const files = readdirSync(folder).filter((name) => name.endsWith('.pdf'));
    const paths = files.map((name) => join(folder, name));
    const { output } = await run('java', validatorArguments(STANDARDS, paths), { cwd: root });
    const passed = output.split('\n').filter((line) => line.startsWith('ok ')).length;
    const failed = files.length * STANDARDS.length - passed;
    if (failed > 0) process.stdout.write(output);
    return { passed, failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function build() {
  if (buildFits()) return { passed: 1, note: 'nothing changed' };
  try {
    await showing('still building', () => buildPage());
    return { passed: 1 };
  } catch (error) {
    process.stdout.write(`${error.output ?? ''}\n${error.message}\n`);
    return { failed: 1 };
  }
}

/** One of them walks through the page. */
async function soaks(args) {
  const browser = await findBrowser();
  const { status } = await node('e2e/soak.ts', args, browser === undefined ? {} : { CHROMIUM: browser });
  return status === 0 ? { passed: 1 } : { failed: 1 };
}

function measurements(args) {
  const assets = findKubeBinaries();
  const env = assets === undefined ? {} : { KUBEBUILDER_ASSETS: assets };
  return inBrowser((browser) => playwright(browser, 'e2e/perf/playwright.config.ts', args, env));
}

/** What tells how long something takes, after everything else. */
function browserTests() {
  return inBrowser(async (browser) => {
    const config = 'e2e/playwright.config.ts';
    const pages = await playwright(browser, config, ['--project', 'pages']);
    const timed = await playwright(browser, config, ['--project', 'timed']);
    const notes = [pages.note, timed.note].filter((note) => note !== undefined);
    return {
      passed: pages.passed + timed.passed,
      failed: pages.failed + timed.failed,
      skipped: pages.skipped + timed.skipped,
      flaky: [...(pages.flaky ?? []), ...(timed.flaky ?? [])],
      note: notes.length === 0 ? undefined : notes.join(', '),
    };
  });
}

async function inBrowser(work) {
  if (!buildFits()) return skipped('the page was not built');
  const browser = (await findBrowser()) ?? (await showing('bringing a browser, once', () => bringBrowser()));
  if (browser === undefined) {
    return skipped('no browser: install chromium, or name one with $CHROMIUM');
  }
  return work(browser);
}

async function playwright(browser, config, args, env = {}) {
  return withReport(async (report) => {
    const { status } = await node(
      inPackages('@playwright/test/cli.js'),
      ['test', '--config', config, '--reporter=list,json', ...args],
      { ...env, CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    );
    const result = read(report);
    if (result === undefined) return { passed: 0, failed: 1, skipped: 0, note: 'it did not come to an end' };
    const { expected, flaky, unexpected, skipped } = result.stats;
    const failed = unexpected + result.errors.length;
    return {
      passed: expected + flaky,
      failed: status !== 0 && failed === 0 ? 1 : failed,
      skipped,
      flaky: flakyTests(result),
      note: flaky > 0 ? `${flaky} only at the second try` : undefined,
    };
  });
}

async function withReport(work) {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-test-'));
  try {
    return await work(join(folder, 'report.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(report) {
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
}

/** A line now and then while something long is silent. */
async function showing(words, work) {
  const started = Date.now();
  const timer = setInterval(
    () => process.stdout.write(`   ${words} (${Math.round((Date.now() - started) / 1000)} s)\n`),
    PROGRESS_MS,
  );
  try {
    return await work((text) => process.stdout.write(`   ${text}\n`));
  } finally {
    clearInterval(timer);
  }
}
