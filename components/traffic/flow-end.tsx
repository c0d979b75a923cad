import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import type { JoinedEndView } from '#lib/api/observed-schemas.ts';
import { TRAFFIC_PAGE } from '#lib/text/en/traffic-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';

/** One end of a flow in a row: class, name, namespace; outside the cluster its recipient. */
export function FlowEnd({ id, end }: { readonly id: string; readonly end: JoinedEndView }) {
  const { dataClass, recipient } = end;
  const place = end.namespace ?? (isOutside(end) ? TRAFFIC_PAGE.external : undefined);
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={visibleText(id)}>
      <span className="grid w-3 shrink-0 place-items-center">
        {recipient !== undefined ? (
          <Diamond />
        ) : dataClass === undefined || dataClass === 'none' ? null : (
          <ClassGlyph dataClass={dataClass} size={11} />
        )}
      </span>
      <span className="max-w-full min-w-0 shrink-0 truncate font-medium">
        {visibleText(end.recipient?.name ?? end.label)}
      </span>
      {place === undefined ? null : <span className="min-w-0 truncate text-xs text-ink-2">{visibleText(place)}</span>}
    </span>
  );
}

export const isOutside = ({ type }: Pick<JoinedEndView, 'type'>): boolean => type === 'address' || type === 'name';

function Diamond() {
  return (
    <svg width={11} height={11} viewBox="0 0 12 12" role="img" aria-label="recipient" className="shrink-0">
      <path d="M6 0.8 11.2 6 6 11.2 0.8 6z" className="fill-recipient" />
    </svg>
  );
}
