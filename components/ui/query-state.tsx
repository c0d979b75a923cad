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
  /** Where else to go when there is no such thing: asking again would find it no sooner. */
  readonly elsewhere?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** Loading, error or the answer. What was shown stays while something newer is being read. */
export function QueryState<T>({ query, loading, failed, elsewhere, children }: QueryStateProps<T>) {
  const slow = useSlow(query.isPending);
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) {
    return (
      <Failure error={query.error} failed={failed} retry={() => void query.refetch()}>
        {isRingfenceError(query.error) && query.error.code === 'NOT_FOUND' ? elsewhere : null}
      </Failure>
    );
  }
  return (
    <div role="status" aria-busy="true" className="p-5 text-ink-2">
      {slow ? `${loading} …` : null}
    </div>
  );
}

interface FailureProps {
  readonly error: Error;
  readonly failed: string;
  readonly retry: () => void;
  readonly children: ReactNode;
}

function Failure({ error, failed, retry, children }: FailureProps) {
  const known = isRingfenceError(error);
  const actions = (
    <>
      {children}
      <Button onClick={retry}>{SHELL.tryAgain}</Button>
    </>
  );
  return (
    <EmptyState title={failed} actions={actions}>
      <p role="alert">
        {known ? error.message : SHELL.serverLost} {known ? (ERRORS[error.code]?.action ?? '') : SHELL.serverLostAction}
      </p>
      {known && error.detail !== undefined ? (
        <pre className="mt-2 overflow-x-auto rounded-md bg-sunken p-2 text-left font-mono text-xs">{error.detail}</pre>
      ) : null}
    </EmptyState>
  );
}
