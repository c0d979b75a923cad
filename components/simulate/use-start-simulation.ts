'use client';

import { useRouter } from 'next/navigation';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { useToast } from '#components/ui/toast.tsx';
import { SIMULATE } from '#lib/text/en/simulate.ts';
import { type NewChange, withIds } from './simulated-change.ts';
import { changed } from './simulation-history.ts';
import { readSimulation, storeSimulation } from './stored-simulation.ts';

/** Goes to the simulation with these changes. An earlier one of this tab is one step back, and said so. */
export function useStartSimulation(cluster: string): (changes: readonly NewChange[]) => void {
  const router = useRouter();
  const toast = useToast();
  return (changes) => {
    const history = readSimulation(cluster);
    storeSimulation(cluster, changed(history, withIds([], changes)));
    if (history.present.length > 0) toast(SIMULATE.earlier);
    router.push(clusterHref(cluster, 'simulate'));
  };
}
