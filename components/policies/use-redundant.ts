import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { gapsQuery } from '#components/api/queries.ts';
import { policyKey } from './filter-policies.ts';

const CHECK = 'POL-008';

export interface Redundant {
  readonly keys: ReadonlySet<string>;
  /** There may be more. */
  readonly isBound: boolean;
}

/** Policies with a rule that changes nothing, as the check has found them, and whether it could look at all rules. */
export function useRedundant(cluster: string): Redundant & { readonly isPending: boolean } {
  const { data, isPending } = useQuery(gapsQuery(cluster));
  return useMemo(() => {
    const keys = (data?.gaps ?? []).flatMap(({ check, subject, result }) =>
      check === CHECK && result === 'FAIL' ? [policyKey(subject)] : [],
    );
    const counts = data?.checks.find(({ id }) => id === CHECK)?.counts;
    return { keys: new Set(keys), isBound: counts === undefined || counts.NOT_EVALUATED > 0, isPending };
  }, [data, isPending]);
}
