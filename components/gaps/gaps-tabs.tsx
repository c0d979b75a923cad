import { clusterHref } from '#components/shell/cluster-href.ts';
import { Link } from '#components/ui/link.tsx';
import { checksLabel } from '#lib/text/en/checks-page.ts';
import { GAPS_PAGE } from '#lib/text/en/gaps-page.ts';

interface GapsTabsProps {
  readonly cluster: string;
  readonly current: 'gaps' | 'checks';
  /** How many checks ran. */
  readonly checks: number;
}

/** Gaps, and as its second page the checks that find them. */
export function GapsTabs({ cluster, current, checks }: GapsTabsProps) {
  return (
    <nav
      aria-label={GAPS_PAGE.tabs}
      className="inline-flex h-[30px] shrink-0 rounded-md border border-line bg-sunken p-0.5"
    >
      {(['gaps', 'checks'] as const).map((page) => (
        <Link
          key={page}
          href={clusterHref(cluster, page)}
          aria-current={page === current ? 'page' : undefined}
          className={`inline-flex items-center rounded-sm px-[9px] text-xs font-medium whitespace-nowrap ${
            page === current ? 'bg-surface text-ink shadow-[0_0_0_1px_var(--color-line)]' : 'text-ink-2 hover:text-ink'
          }`}
        >
          {page === 'gaps' ? GAPS_PAGE.title : checksLabel(checks)}
        </Link>
      ))}
    </nav>
  );
}
