import { Button } from '#components/ui/button.tsx';
import type { DataOverview } from '#lib/api/data-schemas.ts';
import { DATA_PAGE } from '#lib/text/en/data-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import type { DataChanges } from './use-data-changes.ts';

/** Recipients, flows and gateways that the DataMap declares, each with its line. */
export function DeclaredPart({
  dataMap,
  draft,
}: {
  readonly dataMap: DataOverview['dataMap'];
  readonly draft: DataChanges;
}) {
  const { recipients, flows, egressGateways, suggestedRecipients } = dataMap;
  const asked = suggestedRecipients.filter(({ name }) => !draft.recipients.some(({ fqdns }) => fqdns.includes(name)));
  return (
    <section className="border-t border-line px-3.5 py-3 text-xs">
      <h2 className="text-sm font-semibold">{DATA_PAGE.recipients}</h2>
      {recipients.length === 0 ? <p className="text-ink-2">{DATA_PAGE.noRecipients}</p> : null}
      <ul>
        {recipients.map(({ id, line, legalEntity, importerCountry, role, kind, fqdns, cidrs }) => (
          <li key={id} className="border-t border-line-faint py-1 first:border-t-0 wrap-anywhere">
            <span className="font-medium">{visibleText(id)}</span>{' '}
            <span className="text-ink-2">
              {visibleText(
                [legalEntity, importerCountry, kind === 'own' ? kind : role, [...fqdns, ...cidrs].join(', ')]
                  .filter((part) => part !== undefined && part !== '')
                  .join(' · '),
              )}
            </span>{' '}
            <span className="text-ink-3">{DATA_PAGE.atLine(line)}</span>
          </li>
        ))}
      </ul>
      {asked.length === 0 ? null : (
        <>
          <h3 className="mt-2 font-medium text-ink-3">{DATA_PAGE.suggestedRecipients}</h3>
          <ul>
            {asked.map(({ name, namedBy, known }) => (
              <li
                key={name}
                className="flex flex-wrap items-center gap-2 border-t border-line-faint py-1 first:border-t-0"
              >
                <span className="min-w-0 flex-1 wrap-anywhere">
                  <span className="font-mono text-2xs">{visibleText(name)}</span>{' '}
                  <span className="text-ink-2">
                    {known === undefined ? '' : `${DATA_PAGE.knownAs(known.service, known.does)} `}
                    {visibleText(namedBy.join(', '))}
                  </span>{' '}
                  <span className="font-mono text-2xs text-ink-3">{known?.id}</span>
                </span>
                <Button
                  size="sm"
                  aria-label={DATA_PAGE.declareOf(visibleText(name))}
                  onClick={() => draft.declare({ id: recipientId(name), fqdns: [name] })}
                >
                  {DATA_PAGE.declare}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
      <h2 className="mt-3 text-sm font-semibold">{DATA_PAGE.flows}</h2>
      {flows.length === 0 ? <p className="text-ink-2">{DATA_PAGE.noFlows}</p> : null}
      <ul>
        {flows.map(({ from, to, ports, purpose, kind, line }) => (
          <li key={`${line} ${from} ${to}`} className="border-t border-line-faint py-1 first:border-t-0 wrap-anywhere">
            <span className="font-mono text-2xs">
              {visibleText(from)} → {visibleText(to)}
            </span>{' '}
            <span className="text-ink-2">
              {visibleText(
                [ports.map(({ protocol, port }) => `${protocol} ${port}`).join(', '), purpose, kind]
                  .filter((part) => part !== undefined && part !== '')
                  .join(' · '),
              )}
            </span>{' '}
            <span className="text-ink-3">{DATA_PAGE.atLine(line)}</span>
          </li>
        ))}
      </ul>
      {egressGateways.length === 0 ? null : (
        <>
          <h2 className="mt-3 text-sm font-semibold">{DATA_PAGE.gateways}</h2>
          <ul className="font-mono text-2xs">
            {egressGateways.map((gateway) => (
              <li key={gateway}>{visibleText(gateway)}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** `*.partner.example` → `partner-example`: an id to begin with. */
function recipientId(name: string): string {
  return name.replace(/^\*\./, '').replaceAll('.', '-');
}
