'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ERRORS, isRingfenceError } from '#lib/api/errors.ts';
import { SHELL } from '#lib/text/en/shell.ts';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';
import { useSlow } from './use-slow.ts';

interface QueryStateProps<T> {
  readonly query: UseQueryResult<T>;
  /** What is being read, in words. */
  readonly loading: string;
  /** What could not be read, as a sentence. */
  readonly failed: string;
  readonly children: (data: T) => ReactNode;
}

/** Loading, error or the answer. What was shown stays while something newer is being read. */
export function QueryState<T>({ query, loading, failed, children }: QueryStateProps<T>) {
  const slow = useSlow(query.isPending);
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) return <Failure error={query.error} failed={failed} retry={() => void query.refetch()} />;
  return (
    <div role="status" aria-busy="true" className="p-5 text-ink-2">
      {slow ? `${loading} …` : null}
    </div>
  );
}

function Failure({ error, failed, retry }: { error: Error; failed: string; retry: () => void }) {
  const known = isRingfenceError(error);
  return (
    <EmptyState title={failed} actions={<Button onClick={retry}>{SHELL.tryAgain}</Button>}>
      <p role="alert">
        {known ? error.message : SHELL.serverLost} {known ? (ERRORS[error.code]?.action ?? '') : SHELL.serverLostAction}
      </p>
      {known && error.detail !== undefined ? (
        <pre className="mt-2 overflow-x-auto rounded-md bg-sunken p-2 text-left font-mono text-xs">{error.detail}</pre>
      ) : null}
    </EmptyState>
  );
}
