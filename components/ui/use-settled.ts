'use client';

import { useEffect, useState } from 'react';

/** The last value that has stood for `forMs`: what follows every keystroke is asked once they pause. */
export function useSettled<Value>(value: Value, forMs: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(() => value), forMs);
    return () => clearTimeout(timer);
  }, [value, forMs]);
  return settled;
}
