'use client';

import { useEffect, useRef, useState } from 'react';

const NOTHING = { width: 0, height: 0, left: 0, top: 0 };

/** A scroller with the size of what is seen of it and how far it is scrolled, in pixels. */
export function useViewport() {
  const scroller = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(NOTHING);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const read = (): void => {
      const { clientWidth: width, clientHeight: height, scrollLeft: left, scrollTop: top } = element;
      setSeen((known) =>
        known.width === width && known.height === height && known.left === left && known.top === top
          ? known
          : { width, height, left, top },
      );
    };
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener('scroll', read, { passive: true });
    read();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', read);
    };
  }, []);
  return { scroller, ...seen };
}
