/**
 * Lets so many work at once; who comes beyond waits in line. Resolves with the function that ends one's turn. Rejects with
 * the signal's reason, and holds no place then.
 */
export function createTurns(most: number): (signal: AbortSignal) => Promise<() => void> {
  let inHand = 0;
  const waiting = new Set<() => void>();
  const leave = () => {
    inHand--;
    const [next] = waiting;
    next?.();
  };
  return async (signal) => {
    signal.throwIfAborted();
    if (inHand >= most) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const giveUp = () => reject(signal.reason);
      // The place is taken in the same turn in which it is given: nobody comes between.
      const begin = () => {
        waiting.delete(begin);
        inHand++;
        resolve();
      };
      waiting.add(begin);
      signal.addEventListener('abort', giveUp, { once: true });
      try {
        await promise;
      } finally {
        waiting.delete(begin);
        signal.removeEventListener('abort', giveUp);
      }
    } else {
      inHand++;
    }
    return leave;
  };
}
