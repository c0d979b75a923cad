import type { DataOverview } from '#lib/api/data-schemas.ts';
import { DATA_PAGE } from '#lib/text/en/data-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';

/** Recipients, flows and gateways that the DataMap declares, each with its line. */
export function DeclaredPart({ dataMap }: { readonly dataMap: DataOverview['dataMap'] }) {
  const { recipients, flows, egressGateways } = dataMap;
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
