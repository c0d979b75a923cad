import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { askRevision } from '#components/api/ask-revision.ts';
import { clusterKey } from '#components/api/queries.ts';
import { apiFetch } from '#lib/api/client.ts';
import { isRingfenceError } from '#lib/api/errors.ts';
import type { Wanted } from '#lib/policy/candidate/types.ts';
import type { SimulatedProposal } from './simulated-change.ts';

/** The one before is given up when a newer one is asked; until the server has noticed, it takes no other. */
const BUSY_RETRIES = 20;
const BUSY_MS = 300;

/** What a proposal changes. Asked anew for each; what is no longer waited for is cancelled. */
export const simulationQuery = (cluster: string, proposal: SimulatedProposal, namespace: string | undefined) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'simulation', proposal, namespace ?? ''],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch(
          'POST /api/clusters/{cluster}/simulation',
          { cluster, rev },
          {
            body: {
              objects: proposal.objects,
              patches: proposal.patches,
              remove: proposal.remove.map(identityOf),
              labels: proposal.labels.map(({ object, labels }) => ({ object: identityOf(object), labels })),
              ...(namespace === undefined ? {} : { namespace }),
            },
            signal,
          },
        ),
      ),
    gcTime: 0, // one for each pause in typing, each with a whole picture
    placeholderData: keepPreviousData,
    retry: (failures, error) =>
      isRingfenceError(error) && error.code === 'TOO_MANY_REQUESTS' && failures < BUSY_RETRIES,
    retryDelay: BUSY_MS,
  });

const identityOf = ({ apiVersion, kind, namespace, name }: SimulatedProposal['remove'][number]) => ({
  kind,
  name,
  ...(apiVersion === undefined ? {} : { apiVersion }),
  ...(namespace === undefined ? {} : { namespace }),
});

export interface CandidateQuestion {
  readonly from: string;
  readonly to: string;
  readonly port: string;
  readonly want: Wanted;
}

/** What would open or block a connection: some compilations of the policies, so nobody asks ahead. */
export const candidateQuery = (cluster: string, { from, to, port, want }: CandidateQuestion) =>
  queryOptions({
    queryKey: [...clusterKey(cluster), 'candidate', from, to, port, want],
    queryFn: ({ signal }) =>
      askRevision(cluster, (rev) =>
        apiFetch(
          'GET /api/clusters/{cluster}/candidate',
          { cluster, rev, from, to, port: port || undefined, want },
          { signal },
        ),
      ),
  });
