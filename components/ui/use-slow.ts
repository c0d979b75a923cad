'use client';

import { useEffect, useState } from 'react';

const SLOW_MS = 400; // a shorter wait shows nothing: a flash of words is worse than none

/** True once `waiting` has lasted long enough to be worth a word. */
export function useSlow(waiting: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!waiting) return setSlow(false);
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, [waiting]);
  return slow;
}
