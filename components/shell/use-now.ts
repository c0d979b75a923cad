'use client';

import { useEffect, useState } from 'react';

/** The time in milliseconds, once a second; 0 until the page runs, so that server and browser agree. */
export function useNow(): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
