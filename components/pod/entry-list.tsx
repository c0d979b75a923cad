import { CircleHelp, LogIn, Minus } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { whyHref } from '#components/why/ask-address.ts';
import type { EntryView } from '#lib/api/pod-types.ts';
import { ENTRIES } from '#lib/text/en/entries.ts';

interface EntryListProps {
  readonly cluster: string;
  readonly entries: readonly EntryView[];
  readonly notRead?: readonly string[];
}

/** The ways from outside, each with what the policies say of it and a link to why. */
export function EntryList({ cluster, entries, notRead = [] }: EntryListProps) {
  return (
    <>
      {entries.length === 0 ? <p className="text-xs text-ink-2">{ENTRIES.none}</p> : null}
      <ul className="flex flex-col gap-1.5">
        {entries.map((entry) => (
          <li
            key={`${entry.sentence}/${entry.protocol}/${entry.port ?? ''}`}
            className="grid grid-cols-[14px_minmax(0,1fr)] gap-x-2"
          >
            <VerdictIcon verdict={entry.verdict} />
            <div className="min-w-0">
              <p className="text-xs wrap-anywhere">{entry.sentence}</p>
              <p className={`text-xs ${entry.verdict === 'depends' ? 'text-depends-ink' : 'text-ink-2'}`}>
                {entry.policies}{' '}
                <Link
                  href={whyHref(cluster, { ...entry.ask, port: entry.ask.port ?? '' })}
                  className="font-medium whitespace-nowrap text-accent-ink hover:underline"
                  aria-label={`${ENTRIES.why}: ${entry.sentence}`}
                >
                  {ENTRIES.why}
                </Link>
              </p>
            </div>
          </li>
        ))}
      </ul>
      {notRead.length === 0 ? null : <p className="mt-1.5 text-xs text-ink-2">{ENTRIES.notRead(notRead)}</p>}
    </>
  );
}

function VerdictIcon({ verdict }: Pick<EntryView, 'verdict'>) {
  const Icon = verdict === 'allow' ? LogIn : verdict === 'deny' ? Minus : CircleHelp;
  return <Icon className="mt-[3px] size-3.5 text-ink-3" strokeWidth={1.8} aria-hidden="true" />;
}
