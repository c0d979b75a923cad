import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { SHELL } from '#lib/text/en/shell.ts';

export default function NotFound() {
  return (
    <main className="h-dvh">
      <EmptyState title={SHELL.noSuchPageTitle} actions={<ButtonLink href="/">{SHELL.toMap}</ButtonLink>}>
        {SHELL.noSuchPage}
      </EmptyState>
    </main>
  );
}
