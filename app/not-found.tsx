import { headers } from 'next/headers';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { noSuchCluster, SHELL } from '#lib/text/en/shell.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { decoded, isCluster } from './find-cluster.ts';

export default async function NotFound() {
  const address = (await headers()).get('x-address') ?? '';
  const [, first = ''] = address.split(/[/?]/);
  const cluster = decoded(first);
  const isNone = cluster !== undefined && cluster !== '' && !isCluster(cluster);
  return (
    <main className="h-dvh">
      <h1 className="sr-only">{SHELL.product}</h1>
      <EmptyState
        title={isNone ? noSuchCluster(visibleText(cluster)) : SHELL.noSuchPageTitle}
        actions={<ButtonLink href="/">{SHELL.toMap}</ButtonLink>}
      >
        {isNone ? SHELL.noSuchClusterHint : SHELL.noSuchPage}
      </EmptyState>
    </main>
  );
}
