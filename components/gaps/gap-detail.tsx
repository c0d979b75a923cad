'use client';

import { ChevronDown, ChevronUp } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { checkHref } from '#components/checks/check-address.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Link } from '#components/ui/link.tsx';
import { SeverityTag } from '#components/ui/severity-tag.tsx';
import { isSingleKey, singleKeysOn } from '#components/ui/single-keys.ts';
import { Term } from '#components/ui/term.tsx';
import { YamlBlock } from '#components/ui/yaml-block.tsx';
import { whyHref } from '#components/why/ask-address.ts';
import type { GapView } from '#lib/api/gap-types.ts';
import { GAPS_PAGE, severityWord, upTo } from '#lib/text/en/gaps-page.ts';
import { WAIVER } from '#lib/text/en/waiver-form.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { FirstSeen } from './first-seen.tsx';
import { FixEffect } from './fix-effect.tsx';
import { foldedLines, isLong } from './folded-lines.ts';
import { GapActions } from './gap-actions.tsx';
import { GapEvidence } from './gap-evidence.tsx';
import { WaiveForm } from './waive-form.tsx';
import { WaiverFacts } from './waiver-facts.tsx';
import { WithdrawWaiver } from './withdraw-waiver.tsx';
import { WitnessDrawing } from './witness-drawing.tsx';

interface GapDetailProps {
  readonly cluster: string;
  readonly view: GapView;
  readonly onStep: (step: 1 | -1) => void;
  /** Waived or opened again: what had the focus goes, and the list takes it. */
  readonly onSettled: () => void;
}

/** One gap: the claim, its witness, the fix; beside it the articles and the evidence. */
export function GapDetail({ cluster, view, onStep, onSettled }: GapDetailProps) {
  const { gap, revision, waiverFrom, policiesChecked, firstSeen } = view;
  const [waiving, setWaiving] = useState(false);
  const waiveButton = useRef<HTMLButtonElement>(null);
  const cancel = (): void => {
    flushSync(() => setWaiving(false)); // the button is there again only then
    waiveButton.current?.focus();
  };
  const [hop] = gap.witness;
  const waivable = gap.result !== 'WAIVED';
  useEffect(() => {
    if (!waivable) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'w' || event.defaultPrevented || !isSingleKey(event) || !singleKeysOn()) return;
      event.preventDefault(); // or the letter is typed into the form that opens
      setWaiving(true);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [waivable]);
  const place = [gap.subject.kind, gap.subject.namespace].filter((part) => part !== '').join(' · ');
  return (
    <div className="grid min-h-0 min-w-0 flex-1 grid-cols-1 overflow-y-auto bg-page xl:grid-cols-[minmax(0,1fr)_312px] xl:overflow-hidden">
      <div className="min-w-0 px-5 py-4 xl:overflow-y-auto">
        <div className="flex items-center gap-1.5 text-xs text-ink-3">
          <Link
            href={checkHref(cluster, gap.check)}
            className="font-mono whitespace-nowrap text-accent-ink hover:underline"
          >
            {gap.check}
          </Link>
          <span aria-hidden="true">·</span>
          <span className="truncate">{visibleText(place)}</span>
          {firstSeen === undefined ? null : (
            <>
              <span aria-hidden="true">·</span>
              <FirstSeen iso={firstSeen} />
            </>
          )}
          <span className="grow" />
          <Button size="sm" variant="quiet" aria-label={GAPS_PAGE.previous} onClick={() => onStep(-1)}>
            <ChevronUp className="size-3.5" aria-hidden="true" />
          </Button>
          <Button size="sm" variant="quiet" aria-label={GAPS_PAGE.next} onClick={() => onStep(1)}>
            <ChevronDown className="size-3.5" aria-hidden="true" />
          </Button>
        </div>
        <div data-tour="gap">
          <h2 className="text-xl font-semibold tracking-tight wrap-anywhere">{visibleText(gap.title)}</h2>
          <p className="mt-0.5 max-w-[72ch] text-ink-2 wrap-anywhere">{visibleText(gap.summary)}</p>
        </div>
        <p className="mt-2 flex flex-wrap items-center gap-2">
          <SeverityTag severity={gap.severity}>
            {gap.result === 'UNKNOWN' ? upTo(gap.severity) : severityWord(gap.severity)}
          </SeverityTag>
          <span className="font-mono text-xs text-ink-2 wrap-anywhere">
            <Term of="severity">{visibleText(gap.derivation)}</Term>
          </span>
        </p>
        {gap.unknownBecause === undefined || gap.unknownBecause.length === 0 ? null : (
          <>
            <Heading>{GAPS_PAGE.unknownBecause}</Heading>
            <ul className="list-disc pl-5 text-depends-ink">
              {gap.unknownBecause.map((reason) => (
                <li key={reason}>{visibleText(reason)}</li>
              ))}
            </ul>
          </>
        )}
        {gap.waiver === undefined ? null : (
          <>
            <Heading>{WAIVER.waivedTitle}</Heading>
            <WaiverFacts waiver={gap.waiver} />
            {waiverFrom === 'page' ? (
              <WithdrawWaiver cluster={cluster} waiver={gap.waiver.id} onWithdrawn={onSettled} />
            ) : (
              <p className="mt-1.5 text-xs text-ink-3">{WAIVER.ofFile}</p>
            )}
          </>
        )}
        <Heading>
          <Term of="witness">{GAPS_PAGE.witness}</Term>
          {hop === undefined ? null : (
            <Link
              href={whyHref(cluster, { from: hop.from, to: hop.to, port: '' })}
              className="ml-auto text-xs font-medium text-accent-ink hover:underline"
            >
              {GAPS_PAGE.why}
            </Link>
          )}
        </Heading>
        <div data-tour="why" className="rounded-lg border border-line bg-surface">
          <WitnessDrawing gap={gap} />
        </div>
        {gap.fix.yaml === '' && gap.fix.note === '' ? null : (
          <div data-tour="fix">
            <Heading>
              {GAPS_PAGE.fix}
              <span className="grow" />
              {gap.fix.yaml === '' ? null : (
                <CopyButton text={gap.fix.yaml} label={GAPS_PAGE.copy} what={GAPS_PAGE.patch} />
              )}
            </Heading>
            {gap.fix.yaml === '' ? null : <FixYaml yaml={gap.fix.yaml} />}
            <p className="mt-2 max-w-[72ch] text-ink-2">{gap.fix.note}</p>
            {gap.fix.yaml === '' ? null : <FixEffect cluster={cluster} gap={gap.id} />}
          </div>
        )}
        {waivable && waiving ? (
          <WaiveForm
            cluster={cluster}
            gap={gap.id}
            rev={revision.seq}
            onCancel={cancel}
            onRecorded={() => {
              setWaiving(false);
              onSettled();
            }}
          />
        ) : null}
      </div>
      <aside className="min-w-0 border-line bg-surface max-xl:border-t xl:overflow-y-auto xl:border-l">
        <GapActions
          cluster={cluster}
          gap={gap}
          onWaive={waivable && !waiving ? () => setWaiving(true) : undefined}
          waiveButton={waiveButton}
        />
        <GapEvidence gap={gap} revision={revision} checked={policiesChecked} />
      </aside>
    </div>
  );
}

/** The patch, folded where it is long; whoever copies it has all of it. */
function FixYaml({ yaml }: { readonly yaml: string }) {
  const [whole, setWhole] = useState(false);
  return (
    <>
      <YamlBlock label={GAPS_PAGE.fix} lines={foldedLines(yaml, whole, GAPS_PAGE.folded)} />
      {isLong(yaml) ? (
        <Button size="sm" variant="quiet" className="mt-1" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? GAPS_PAGE.fold : GAPS_PAGE.showWhole(yaml.trimEnd().split('\n').length)}
        </Button>
      ) : null}
    </>
  );
}

function Heading({ children }: { readonly children: ReactNode }) {
  return <h3 className="mt-3.5 mb-1.5 flex items-center gap-2 font-semibold">{children}</h3>;
}
