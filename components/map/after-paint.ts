/**
 * Runs after what React has drawn by now is on the screen: it is in the first frame, and the second begins when that one
 * is shown. Returns what calls it off.
 */
export function afterPaint(run: () => void): () => void {
  let ended = false;
  requestAnimationFrame(() =>
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (!ended) run();
      }),
    ),
  );
  return () => {
    ended = true;
  };
}
