/** Visible progress of the set-up: one numbered line a step, on standard error, since results own standard output. */

/** On a terminal the line counts seconds; elsewhere a new line now and then shows that something still happens. */
const TERMINAL_TICK_MS = 1_000;
const LOG_TICK_MS = 10_000;

/** Raised by a step; its message is all that a person needs, its `output` what the failed program said. */
export class SetUpError extends Error {
  constructor(message, output) {
    super(message);
    this.name = 'SetUpError';
    this.output = output;
  }
}

/**
 * Numbers the steps of one start. `total` and `done` pass from the launcher that found an old Node to the one
 * that runs under the new Node, so that the numbers go on.
 */
export function createSteps(total, done = 0) {
  let number = done;
  return {
    get done() {
      return number;
    },
    total,
    /** Runs one step and shows it. Returns what `work` returns. */
    async run(title, work) {
      number += 1;
      const label = `${number}/${total} ${title}`;
      const started = Date.now();
      const seconds = () => `${Math.round((Date.now() - started) / 100) / 10} s`;
      const terminal = process.stderr.isTTY === true;
      process.stderr.write(terminal ? `${label} …` : `${label} …\n`);
      const timer = setInterval(
        () => process.stderr.write(terminal ? `\r${label} … ${seconds()} ` : `${label} … ${seconds()}\n`),
        terminal ? TERMINAL_TICK_MS : LOG_TICK_MS,
      );
      try {
        const result = await work();
        process.stderr.write(terminal ? `\r${label} … done in ${seconds()}\n` : `${label}: done in ${seconds()}\n`);
        return result;
      } catch (error) {
        process.stderr.write(terminal ? `\r${label} … failed after ${seconds()}\n` : `${label}: failed\n`);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}

/** `[done, total]` where an outer launcher has begun the count, else nothing. Read once: our children count for themselves. */
export function readSteps() {
  const { RINGFENCE_STEPS } = process.env;
  delete process.env.RINGFENCE_STEPS;
  return RINGFENCE_STEPS === undefined ? [] : RINGFENCE_STEPS.split('/').map(Number);
}

/** Prints why the set-up could not go on. */
export function reportSetUpError(error) {
  if (error instanceof SetUpError) {
    if (error.output) process.stderr.write(`${error.output.trimEnd()}\n`);
    process.stderr.write(`ringfence: ${error.message}\n`);
    return;
  }
  process.stderr.write(`ringfence: ${error?.stack ?? error}\n`);
}
