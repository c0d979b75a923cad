import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Steps, toTheEnd } from '#lib/policy/steps.ts';

/** A value that takes long to compute: it is computed once, and whoever asks first says how. */
export interface Stepwise<Value> {
  /** Whether it is there. */
  isDone(): boolean;
  /** In this turn of the event loop. */
  now(): Value;
  /** A turn of the event loop for each step, so that other questions are answered meanwhile. */
  soon(): Promise<Value>;
}

/** A turn of the event loop for each step, so that other questions are answered meanwhile. */
export async function inTurns<Value>(steps: Steps<Value>): Promise<Value> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await nextTurn();
  }
}

/** `start` begins anew where a step threw. */
export function stepwise<Value>(start: () => Steps<Value>): Stepwise<Value> {
  let steps: Steps<Value> | undefined;
  let done: { readonly value: Value } | undefined;
  let waiting: Promise<Value> | undefined;
  const now = (): Value => {
    if (done !== undefined) return done.value;
    steps ??= start();
    try {
      done = { value: toTheEnd(steps) };
      return done.value;
    } finally {
      steps = undefined;
    }
  };
  const computed = async (): Promise<Value> => {
    try {
      for (;;) {
        await nextTurn();
        if (done !== undefined) return done.value; // somebody could not wait
        steps ??= start();
        const step = steps.next();
        if (step.done === true) done = { value: step.value };
      }
    } finally {
      steps = undefined;
      waiting = undefined;
    }
  };
  return {
    isDone: () => done !== undefined,
    now,
    async soon() {
      if (done !== undefined) return done.value;
      waiting ??= computed();
      return waiting;
    },
  };
}
