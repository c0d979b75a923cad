import { RingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import type { Runtime } from './runtime.ts';

/** A module-level variable is not shared between route bundles; the process's global object is. */
const RUNTIME = Symbol.for('ringfence.runtime');
type Holder = { [RUNTIME]?: Runtime };

/** The runtime that `boot` made. Throws NOT_READY before. */
export function runtime(): Runtime {
  const running = (globalThis as Holder)[RUNTIME];
  if (running === undefined) throw new RingfenceError('NOT_READY', text.STARTING);
  return running;
}

/** Puts the runtime in place and gives back the one before, for whoever has to end it. */
export function installRuntime(next: Runtime | undefined): Runtime | undefined {
  const before = (globalThis as Holder)[RUNTIME];
  (globalThis as Holder)[RUNTIME] = next;
  return before;
}
