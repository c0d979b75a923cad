'use client';

import { FlaskConical } from 'lucide-react';
import { policyManifest } from '#components/simulate/policy-manifest.ts';
import { policyObjectName } from '#components/simulate/policy-object-name.ts';
import { useStartSimulation } from '#components/simulate/use-start-simulation.ts';
import { objectCalled } from '#components/simulate/written-labels.ts';
import { Button } from '#components/ui/button.tsx';
import type { PolicyView } from '#lib/api/policy-types.ts';
import { SIMULATE_LINKS } from '#lib/text/en/simulate.ts';

/** From a policy into the simulation: to edit it, and to see what were without it. */
export function SimulatePolicy({ cluster, view }: { readonly cluster: string; readonly view: PolicyView }) {
  const start = useStartSimulation(cluster);
  const { policy, text } = view;
  return (
    <>
      <Button
        size="sm"
        onClick={() => start([{ type: 'yaml', title: objectCalled(policy), text: policyManifest(text) }])}
      >
        <FlaskConical className="size-3" aria-hidden="true" />
        {SIMULATE_LINKS.edit}
      </Button>
      <Button size="sm" onClick={() => start([{ type: 'remove', object: policyObjectName(policy) }])}>
        {SIMULATE_LINKS.without}
      </Button>
    </>
  );
}
