'use client';

import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { SHELL } from '#lib/text/en/shell.ts';

export default function PageError({ reset }: { readonly reset: () => void }) {
  return (
    <EmptyState title={SHELL.crashedTitle} actions={<Button onClick={reset}>{SHELL.reload}</Button>}>
      {SHELL.crashed}
    </EmptyState>
  );
}
