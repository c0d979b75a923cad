import { useState } from 'react';
import { useTrafficSeq } from '#components/api/use-traffic-seq.ts';

/** Which flows are shown: the newest while live, else those of when the page came, until somebody asks for newer ones. */
export function useShownFlows(
  cluster: string,
  live: boolean,
): { readonly seq: number | undefined; readonly isBehind: boolean; readonly showNewest: () => void } {
  const newest = useTrafficSeq(cluster);
  const [kept, setKept] = useState<number | undefined>(newest);
  const seq = live ? newest : kept;
  return { seq, isBehind: newest !== undefined && seq !== newest, showNewest: () => setKept(newest) };
}
