'use client';

import { useEffect, useState } from 'react';
import { ago, fullTime } from '#lib/text/en/shell.ts';

/** A point in time as people read it; the whole of it in the tooltip. The clock is read in the browser only. */
export function Time({ iso }: { readonly iso: string }) {
  const [now, setNow] = useState<number>();
  useEffect(() => setNow(Date.now()), []);
  return (
    <time dateTime={iso} title={fullTime(iso)}>
      {now === undefined ? iso.slice(0, 10) : ago(Date.parse(iso), now)}
    </time>
  );
}
