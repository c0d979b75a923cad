import { TrafficLine } from '#components/ui/traffic-line.tsx';
import type { SceneEdge } from '#lib/graph/types.ts';
import { observedWords } from '#lib/text/en/map-traffic.ts';
import { visibleText } from '#lib/text/visible-text.ts';

/** What was observed of a line, as the picture draws it, with its words. */
export function ObservedWord({ edge }: { readonly edge: SceneEdge }) {
  const { label, sentence, traffic } = edge;
  return (
    <span
      title={traffic?.state === undefined ? undefined : visibleText(sentence)}
      className="flex min-w-0 items-center gap-1.5 text-xs text-ink-2"
    >
      {traffic?.state === undefined ? null : <TrafficLine state={traffic.state} />}
      <span className="truncate">{observedWords(traffic?.state, label)}</span>
    </span>
  );
}
