/** Whoever looks at flows asks anew at each change: a file that is taken in makes many a second. */
const LEAST_MS = 5_000;

/** Tells the first change of a cluster at once, and of those that follow the newest, one in five seconds at most. */
export function gatherChanges(tell: (cluster: string, seq: number) => void): (cluster: string, seq: number) => void {
  /** By cluster: what waits to be told; undefined: nothing came since. */
  const waiting = new Map<string, number | undefined>();
  const wait = (cluster: string): void => {
    waiting.set(cluster, undefined);
    setTimeout(() => {
      const seq = waiting.get(cluster);
      waiting.delete(cluster);
      if (seq === undefined) return;
      tell(cluster, seq);
      wait(cluster);
    }, LEAST_MS).unref();
  };
  return (cluster, seq) => {
    if (waiting.has(cluster)) waiting.set(cluster, seq);
    else {
      tell(cluster, seq);
      wait(cluster);
    }
  };
}
