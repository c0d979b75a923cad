#!/usr/bin/env node
/**
 * `npm test`: brings what the machine lacks, then runs every kind of test, all of them even when one fails, and sums up.
 * `npm test -- static|unit|cluster|e2e …` runs some; `npm run fuzz` and `npm run soak` are the long forms, and `npm run perf`
 * prints what the page takes beside its budgets.
 */
import { existsSync } from 'node:fs';
import { tellFlaky } from './flaky-tests.mjs';
import { endChildrenOnSignal } from './set-up/child.mjs';
import { BROUGHT, bringNode, broughtNode, isNewEnough, runAgainUnder } from './set-up/node.mjs';
import { installPackages, packagesFit } from './set-up/packages.mjs';
import { createSteps, readSteps, reportSetUpError } from './set-up/steps.mjs';
import { STEPS } from './test-steps.mjs';

const STATUS_USAGE = 2;
const STATUS_FAULT = 70;
/** Long runs by name only. */
const LONG = ['fuzz', 'soak', 'perf'];

async function main() {
  const [first, ...rest] = process.argv.slice(2);
  const long = LONG.includes(first);
  const wanted = long ? [first] : process.argv.slice(2);
  const unknown = wanted.find((name) => !STEPS.some((step) => step.group === name));
  if (unknown !== undefined) {
    const groups = [...new Set(STEPS.map((step) => step.group))];
    process.stderr.write(`npm test: there is no "${unknown}". Choose from ${groups.join(', ')}.\n`);
    return STATUS_USAGE;
  }
  const needNode = !isNewEnough() && !existsSync(broughtNode());
  const [done = 0, steps = Number(needNode) + Number(!packagesFit())] = readSteps();
  const setUp = createSteps(steps, done);
  if (!isNewEnough()) {
    if (needNode) await setUp.run(`Bringing Node ${BROUGHT}, since ${process.versions.node} is too old`, bringNode);
    runAgainUnder(broughtNode(), { RINGFENCE_STEPS: `${setUp.done}/${setUp.total}` });
    return undefined;
  }
  endChildrenOnSignal();
  if (!packagesFit()) await setUp.run('Installing packages', installPackages);

  const chosen = STEPS.filter((step) => (wanted.length > 0 ? wanted.includes(step.group) : !LONG.includes(step.group)));
  const total = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  const unsteady = [];
  for (const [index, step] of chosen.entries()) {
    process.stdout.write(`\n── ${index + 1}/${chosen.length} ${step.title}\n`);
    const started = Date.now();
    const { passed = 0, failed = 0, skipped = 0, flaky = [], note } = await step.run(long ? rest : []);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    unsteady.push(...flaky);
    const seconds = Math.round((Date.now() - started) / 1000);
    lines.push(
      `${step.title}: ${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds} s${note ? ` (${note})` : ''}`,
    );
    process.stdout.write(`   ${lines.at(-1)}\n`);
  }
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
  process.stdout.write(tellFlaky(unsteady));
  process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
  return total.failed > 0 ? 1 : 0;
}

main().then(
  (status) => {
    if (status !== undefined) process.exitCode = status;
  },
  (error) => {
    reportSetUpError(error);
    process.exit(STATUS_FAULT);
  },
);
