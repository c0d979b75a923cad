import type { ReactNode } from 'react';
import { Shell } from '#components/shell/shell.tsx';

interface LayoutProps {
  readonly params: Promise<{ readonly cluster: string }>;
  readonly children: ReactNode;
}

export default async function Layout({ params, children }: LayoutProps) {
  const cluster = decodeURIComponent((await params).cluster);
  return (
    <Shell key={cluster} cluster={cluster}>
      {children}
    </Shell>
  );
}
