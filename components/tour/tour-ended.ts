const KEY = 'ringfence-tour';

/** Whether this browser has seen the tour to its end, or left it. Where nothing can be kept it counts as seen. */
export function tourEnded(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return true;
  }
}

/** For good: it never starts by itself again. */
export function endTour(): void {
  try {
    localStorage.setItem(KEY, 'ended');
  } catch {
    // then it does not start by itself either
  }
}
