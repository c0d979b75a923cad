'use client';

import { useEffect, useRef } from 'react';
import { useStartSimulation } from '#components/simulate/use-start-simulation.ts';
import { isSingleKey, singleKeysOn } from '#components/ui/single-keys.ts';
import type { Gap } from '#lib/gdpr/types.ts';
import { SIMULATE_LINKS } from '#lib/text/en/simulate.ts';

/** From a gap to the simulation of its fix, also by S. Undefined where the fix is no YAML. */
export function useSimulateFix(cluster: string, gap: Gap): (() => void) | undefined {
  const start = useStartSimulation(cluster);
  const { yaml } = gap.fix;
  const isPatch = yaml
    .split('\n')
    .some((line) => line.startsWith('kind: ') && !line.trimEnd().endsWith('NetworkPolicy'));
  const simulate =
    yaml === ''
      ? undefined
      : (): void =>
          start([
            { type: 'yaml', title: SIMULATE_LINKS.fixOf(gap.id), text: yaml, ...(isPatch ? { patch: true } : {}) },
          ]);
  const latest = useRef(simulate);
  latest.current = simulate;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 's' || event.defaultPrevented || !isSingleKey(event) || !singleKeysOn()) return;
      latest.current?.();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return simulate;
}
