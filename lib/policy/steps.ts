/** A computation that lets others have their turn between its steps. */
export type Steps<Value> = Generator<void, Value>;

/** All steps at once. */
export function toTheEnd<Value>(steps: Steps<Value>): Value {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
