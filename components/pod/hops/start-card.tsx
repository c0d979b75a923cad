import { FenceGlyph } from '#components/ui/fence-glyph.tsx';
import type { HopsView } from '#lib/api/hops-schemas.ts';
import type { PodView } from '#lib/api/pod-types.ts';
import { isolatedIn } from '#lib/text/en/pod.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { KindIcon } from '../peer-row.tsx';

/** Where one walks from, or to. */
export function StartCard({ pod: { pod, ingress, egress }, view }: { readonly pod: PodView; readonly view: HopsView }) {
  const gate = view.direction === 'out' ? egress : ingress;
  return (
    <section
      aria-label={visibleText(view.end.name)}
      data-hop={view.end.key}
      className="min-w-0 self-start rounded-lg md:max-xl:col-span-full border border-line bg-surface"
    >
      <div className="flex flex-col gap-1 px-3 py-2.5">
        <span className="flex items-center gap-2">
          <KindIcon kind={pod.workload.split('/')[1]} />
          <span className="min-w-0 truncate font-semibold" title={pod.key}>
            {visibleText(view.end.name)}
          </span>
        </span>
        <span className="truncate text-xs text-ink-3">
          {visibleText([pod.namespace, pod.node].filter((part) => part !== undefined && part !== '').join(' · '))}
        </span>
        <span className="flex items-center gap-1.5 text-xs text-ink-2">
          <FenceGlyph isolation={pod.isolation} size={16} />
          {isolatedIn(pod.isolation)}
        </span>
      </div>
      <p className="border-t border-line-faint px-3 py-2 text-xs text-ink-2">{visibleText(gate.sentence)}</p>
    </section>
  );
}
