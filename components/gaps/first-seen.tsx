'use client';

import { useEffect, useState } from 'react';
import { ageInWords, seenSince } from '#lib/text/en/gaps-page.ts';
import { fullTime } from '#lib/text/en/shell.ts';

/** "seen since 14:02, this run (12 min)". The clock and the zone are the reader's. */
export function FirstSeen({ iso }: { readonly iso: string }) {
  const [now, setNow] = useState<number>();
  useEffect(() => setNow(Date.now()), []);
  if (now === undefined) return null;
  const time = new Date(iso).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return (
    <time dateTime={iso} title={fullTime(iso)}>
      {seenSince(time, ageInWords(now - Date.parse(iso)))}
    </time>
  );
}
