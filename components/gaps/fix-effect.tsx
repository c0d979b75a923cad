import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { gapEffectQuery } from '#components/api/queries.ts';
import { SeverityTag } from '#components/ui/severity-tag.tsx';
import type { FixEffect as Effect, GapBrief } from '#lib/gdpr/types.ts';
import { FIX_EFFECT, severityWord } from '#lib/text/en/gaps-page.ts';
import { observedFlowWords } from '#lib/text/en/observed-flow.ts';
import { visibleText } from '#lib/text/visible-text.ts';

/** Whoever walks through the gaps with J and K asks for none of those passed. */
const REST_MS = 400;

/** What engine and checks say of the fix, asked for once somebody rests on the gap. */
export function FixEffect({ cluster, gap }: { readonly cluster: string; readonly gap: string }) {
  const [rested, setRested] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setRested(true), REST_MS);
    return () => clearTimeout(timer);
  }, []);
  const asked = useQuery({ ...gapEffectQuery(cluster, gap), enabled: rested });
  const effect = asked.data?.effect;
  if (effect === null) return <p className="mt-2 text-ink-2">{FIX_EFFECT.notApplicable}</p>;
  if (effect !== undefined) return <EffectParts effect={effect} />;
  return (
    <p className="mt-2 text-ink-2" role="status">
      {asked.isError ? FIX_EFFECT.failed : FIX_EFFECT.working}
    </p>
  );
}

function EffectParts({ effect }: { readonly effect: Effect }) {
  return (
    <div className="mt-2 max-w-[72ch]">
      <p className="font-medium">{effect.sentence}</p>
      {effect.warnings.length === 0 ? null : (
        <ul className="mt-1.5 space-y-1">
          {effect.warnings.map((warning) => (
            <li key={warning} className="flex gap-1.5 text-depends-ink">
              <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden="true" />
              <span className="min-w-0 wrap-anywhere">{visibleText(warning)}</span>
            </li>
          ))}
        </ul>
      )}
      <BrokenFlows flows={effect.flows} />
      <Gaps title={FIX_EFFECT.closes(effect.gaps.closed.length)} gaps={effect.gaps.closed} />
      <Gaps title={FIX_EFFECT.opens(effect.gaps.opened.length)} gaps={effect.gaps.opened} />
    </div>
  );
}

function BrokenFlows({ flows }: Pick<Effect, 'flows'>) {
  if (flows === undefined || flows.breaks === 0) return null;
  const more = flows.breaks - flows.flows.length;
  return (
    <details className="mt-1.5">
      <summary className="cursor-pointer text-ink-2">{FIX_EFFECT.breaks(flows.breaks)}</summary>
      <ul className="mt-1 space-y-0.5 pl-4">
        {flows.flows.map((flow) => (
          <li key={`${flow.from} ${flow.to} ${flow.protocol} ${flow.port}`} className="wrap-anywhere">
            {visibleText(observedFlowWords(flow))}
          </li>
        ))}
        {more === 0 ? null : <li className="text-ink-2">{FIX_EFFECT.more(more)}</li>}
      </ul>
    </details>
  );
}

function Gaps({ title, gaps }: { readonly title: string; readonly gaps: readonly GapBrief[] }) {
  if (gaps.length === 0) return null;
  return (
    <details className="mt-1.5">
      <summary className="cursor-pointer text-ink-2">{title}</summary>
      <ul className="mt-1 space-y-0.5 pl-4">
        {gaps.map(({ id, check, severity, title: claim }) => (
          <li key={id} className="flex flex-wrap items-center gap-1.5">
            <SeverityTag severity={severity}>{severityWord(severity)}</SeverityTag>
            <span className="font-mono text-xs text-ink-2">{check}</span>
            <span className="min-w-0 wrap-anywhere">{visibleText(claim)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
