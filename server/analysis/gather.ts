/** Waits for this long without another change … */
export const QUIET_MS = 50;
/** … but never longer than this after the first: constant events must not starve the picture. */
export const LONGEST_MS = 500;

/** Gathers changes: `flush` runs once for all `changed` calls that lie close together. */
export function createGatherer(flush: () => void): { readonly changed: () => void; readonly stop: () => void } {
  let quiet: NodeJS.Timeout | undefined;
  let longest: NodeJS.Timeout | undefined;
  const stop = () => {
    clearTimeout(quiet);
    clearTimeout(longest);
    quiet = undefined;
    longest = undefined;
  };
  const run = () => {
    stop();
    flush();
  };
  return {
    changed() {
      clearTimeout(quiet);
      quiet = setTimeout(run, QUIET_MS);
      longest ??= setTimeout(run, LONGEST_MS);
    },
    stop,
  };
}
