import { RingfenceError } from '#lib/api/errors.ts';

/**
 * Runs at most `most` pieces of work at once. One that comes beyond is refused with TOO_MANY_REQUESTS and the sentence:
 * what waits holds memory, too.
 */
export function boundWork(most: number, refusal: string): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let inHand = 0;
  return async (work) => {
    if (inHand >= most) throw new RingfenceError('TOO_MANY_REQUESTS', refusal);
    inHand++;
    try {
      return await work();
    } finally {
      inHand--;
    }
  };
}
