import type { ReactNode } from 'react';
import { AskAhead } from '#app/ask-ahead.tsx';
import { findCluster } from '#app/find-cluster.ts';
import { Shell } from '#components/shell/shell.tsx';

interface LayoutProps {
  readonly params: Promise<{ readonly cluster: string }>;
  readonly children: ReactNode;
}

export default async function Layout({ params, children }: LayoutProps) {
  const cluster = findCluster((await params).cluster);
  return (
    <>
      <AskAhead cluster={cluster} />
      <Shell key={cluster} cluster={cluster}>
        {children}
      </Shell>
    </>
  );
}
