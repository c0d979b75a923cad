import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import type { HopsView } from '#lib/api/hops-schemas.ts';
import { HOPS } from '#lib/text/en/hops.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { KindIcon } from '../peer-row.tsx';

const SHOWN = 6;

/** Under the last hop: what so many hops do not lead to, personal data by name, the rest counted. */
export function OutOfReach({ view: { outOfReach, direction } }: { readonly view: HopsView }) {
  const { workloads, personal, rows } = outOfReach;
  const shown = rows.slice(0, SHOWN);
  const rest = workloads - shown.length;
  const withData = personal - shown.length;
  return (
    <div className="border-t border-line">
      <p className="flex min-h-7 flex-wrap items-center gap-x-1.5 bg-sunken px-3 text-xs text-ink-3">
        <span className="font-medium text-ink-2">{direction === 'out' ? HOPS.outOfReach : HOPS.cannotGetHere}</span>
        {workloads === 0 ? HOPS.nobodyLeft : HOPS.workloads(workloads)}
      </p>
      {shown.length === 0 ? null : (
        <ul>
          {shown.map(({ workload, dataClass, hop }) => {
            const [namespace = '', kind, name = ''] = workload.split('/');
            return (
              <li key={workload} className="flex min-h-8 items-center gap-2 border-t border-line-faint px-3">
                <KindIcon kind={kind} />
                <span className="min-w-0 flex-1 truncate" title={workload}>
                  {visibleText(name)} <span className="text-xs text-ink-3">{visibleText(namespace)}</span>
                </span>
                <span className="text-xs whitespace-nowrap text-ink-3">
                  {hop === undefined ? HOPS.noWay : HOPS.inHops(hop)}
                </span>
                <ClassGlyph dataClass={dataClass} size={11} />
              </li>
            );
          })}
        </ul>
      )}
      {rest === 0 || shown.length === 0 ? null : (
        <p className="border-t border-line-faint px-3 py-1.5 text-xs text-ink-3">
          {HOPS.restOutOfReach(rest, withData)}
        </p>
      )}
    </div>
  );
}
