'use client';

import { CopyButton } from '#components/ui/copy-button.tsx';
import { CONNECT_SOURCES, EMPTY_TRAFFIC } from '#lib/text/en/traffic-page.ts';

/** What to run for each source, to be copied. */
export function ConnectSource() {
  return (
    <div className="mx-auto w-full max-w-[760px] px-4 pb-6">
      <ul className="overflow-hidden rounded-lg border border-line bg-surface">
        {CONNECT_SOURCES.map(({ name, proves, lines }) => (
          <li key={name} className="border-b border-line-faint p-3.5 last:border-0">
            <div className="mb-1.5 flex flex-wrap items-center gap-x-2 gap-y-1">
              <h3 className="font-semibold">{name}</h3>
              <p className="min-w-0 flex-1 text-xs text-ink-2">{proves}</p>
              <CopyButton text={lines.join('\n')} label={EMPTY_TRAFFIC.copy} what={name} />
            </div>

            <pre className="rounded-md bg-sunken whitespace-pre-wrap wrap-anywhere p-2 font-mono text-[11.5px] leading-[18px]">
              {lines.join('\n')}
            </pre>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-xs text-ink-3">
        {EMPTY_TRAFFIC.drop} {EMPTY_TRAFFIC.note}
      </p>
    </div>
  );
}
