import { TAKING_FLOWS } from '#lib/text/en/taking-flows.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import type { TakenFile } from './take-flow-files.ts';

/** What the files came to: how many flows, how many were not taken and why, and which lines could not be read. */
export function TakenFlows({ files }: { readonly files: readonly TakenFile[] }) {
  return (
    <div role="status" className="flex flex-col gap-4 p-4 wrap-anywhere">
      {files.map(({ file, accepted, unreadable, withoutFlow, lost, tooOld, examples }) => (
        <section key={file}>
          <h3 className="font-mono text-sm font-medium">{visibleText(file)}</h3>
          <ul className="mt-1">
            <li>{TAKING_FLOWS.accepted(accepted)}</li>
            {tooOld === 0 ? null : <li>{TAKING_FLOWS.tooOld(tooOld)}</li>}
            {lost === tooOld ? null : <li>{TAKING_FLOWS.lost(lost - tooOld)}</li>}
            {withoutFlow === 0 ? null : <li>{TAKING_FLOWS.withoutFlow(withoutFlow)}</li>}
            {unreadable === 0 ? null : <li>{TAKING_FLOWS.unreadable(unreadable)}</li>}
          </ul>
          {examples.length === 0 ? null : (
            <ul className="mt-2 max-h-40 overflow-y-auto rounded-md bg-sunken p-2 text-xs text-ink-2">
              {examples.map(({ place, message }) => (
                <li key={place}>
                  {place}: {visibleText(message)}
                </li>
              ))}
              {unreadable > examples.length ? <li>{TAKING_FLOWS.more(unreadable - examples.length)}</li> : null}
            </ul>
          )}
        </section>
      ))}
      <p className="text-xs text-ink-3">{TAKING_FLOWS.proof}</p>
    </div>
  );
}
