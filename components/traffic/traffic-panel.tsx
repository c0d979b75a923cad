'use client';

import { ArrowRight, CircleHelp, GitCommitHorizontal, Waypoints, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { PanelSection } from '#components/map/panel-section.tsx';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { CopyLink } from '#components/ui/copy-link.tsx';
import { Link } from '#components/ui/link.tsx';
import { PortChip } from '#components/ui/port-chip.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import { TrafficLine } from '#components/ui/traffic-line.tsx';
import type { JoinedEdgeView } from '#lib/api/observed-schemas.ts';
import type { FlowEdge, FlowWindow } from '#lib/flows/flow-row.ts';
import { count } from '#lib/text/en/count.ts';
import { fullTime } from '#lib/text/en/shell.ts';
import {
  coveredWords,
  edgeStateWord,
  flowPortLong,
  TRAFFIC_PAGE,
  TRAFFIC_PANEL,
  whatHappened,
} from '#lib/text/en/traffic-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { DecidedBy } from './decided-by.tsx';
import { isOutside } from './flow-end.tsx';
import { whyOfFlow } from './why-of-flow.ts';

interface TrafficPanelProps {
  readonly cluster: string;
  readonly edge: JoinedEdgeView;
  readonly window: FlowWindow;
  /** Where the map has one of the ends. */
  readonly mapHref: string | undefined;
  readonly coverage: string;
  readonly onClose: () => void;
}

/** One row whole: what happened, why that may be, what was in force then, what was seen, and the checks. */
export function TrafficPanel({ cluster, edge, window, mapHref, coverage, onClose }: TrafficPanelProps) {
  const { fromEnd: from, toEnd: to, state, seen, ever, reasons, decisions, covered } = edge;
  const why = whyOfFlow(cluster, edge);
  const [likely, less] = [reasons.filter((each) => each.likely), reasons.filter((each) => !each.likely)];
  return (
    <>
      <header className="flex items-start gap-2 px-3.5 pt-3 pb-2">
        <h2 className="flex min-w-0 flex-1 flex-wrap items-center gap-x-1.5 text-md font-semibold wrap-anywhere">
          {visibleText(from.label)}
          <ArrowRight className="size-3.5 shrink-0 text-ink-3" role="img" aria-label={TRAFFIC_PANEL.to} />
          {visibleText(to.label)}
        </h2>
        <Button variant="quiet" size="sm" icon aria-label={TRAFFIC_PANEL.close} onClick={onClose}>
          <X className="size-4" strokeWidth={1.6} aria-hidden="true" />
        </Button>
      </header>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5 px-3.5 pb-3">
        <TrafficLine state={state} />
        <span
          className={`font-medium ${state === 'seen-denied' || edge.refusedThoughAllowed ? 'text-critical-ink' : ''}`}
        >
          {edgeStateWord(edge)}
        </span>
        <PortChip>{flowPortLong(edge)}</PortChip>
        <span className="flex basis-full flex-wrap gap-1.5">
          {why === undefined ? null : (
            <ButtonLink size="sm" href={why}>
              <CircleHelp className="size-3" aria-hidden="true" />
              {TRAFFIC_PANEL.why}
            </ButtonLink>
          )}
          {mapHref === undefined ? null : (
            <ButtonLink size="sm" href={mapHref}>
              <Waypoints className="size-3" aria-hidden="true" />
              {TRAFFIC_PANEL.map}
            </ButtonLink>
          )}
          <CopyLink label={TRAFFIC_PANEL.copyLink} />
        </span>
      </div>
      <PanelSection title={TRAFFIC_PANEL.happened}>
        <p className="text-pretty text-ink-2">{whatHappened(edge, window)}</p>
      </PanelSection>
      {reasons.length === 0 ? null : (
        <PanelSection title={titleOfReasons(state, likely.length)}>
          <ul className="space-y-1.5 empty:hidden">
            {likely.map(({ reason, sentence }) => (
              <li key={reason} className="flex items-start gap-2">
                <CircleHelp className="mt-0.5 size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
                <span className="min-w-0 font-medium wrap-anywhere">{visibleText(sentence)}</span>
              </li>
            ))}
          </ul>
          {less.length === 0 ? null : (
            <p className="mt-1.5 text-xs text-ink-3">
              {TRAFFIC_PANEL.lessLikely} {less.map(({ sentence }) => visibleText(sentence)).join(' ')}
            </p>
          )}
        </PanelSection>
      )}
      {decisions.length === 0 ? null : (
        <PanelSection title={seen === undefined ? TRAFFIC_PANEL.rulesNow : TRAFFIC_PANEL.rules}>
          <ul className="space-y-1.5">
            {decisions.map((decision) => (
              <li key={decision.at} className="flex items-start gap-2 text-ink-2">
                <GitCommitHorizontal className="mt-0.5 size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
                <span className="min-w-0 wrap-anywhere">
                  {TRAFFIC_PANEL.gateOf(decision.at, decision.at === 'egress' ? from.label : to.label)}{' '}
                  <DecidedBy cluster={cluster} decision={decision} />
                </span>
              </li>
            ))}
          </ul>
        </PanelSection>
      )}
      <PanelSection title={TRAFFIC_PANEL.seen}>
        <dl className="grid grid-cols-[104px_minmax(0,1fr)] gap-y-1">
          {seen === undefined ? null : <SeenFacts seen={seen} ever={ever ?? seen} isNew={edge.isNew === true} />}
          <Fact name={TRAFFIC_PANEL.coverage}>
            {covered === undefined ? coverage : coveredWords(covered, window, from.label, to.label)}
          </Fact>
          {[from, to].some(isOutside) ? (
            <Fact name={TRAFFIC_PANEL.recipient}>
              {visibleText(to.recipient?.name ?? from.recipient?.name ?? TRAFFIC_PANEL.noRecipient)}
            </Fact>
          ) : null}
        </dl>
      </PanelSection>
      {edge.gaps.length === 0 ? null : (
        <PanelSection title={TRAFFIC_PANEL.gaps}>
          <ul className="space-y-1">
            {edge.gaps.map((id) => (
              <li key={id}>
                <Link
                  href={`${clusterHref(cluster, 'gaps')}?gap=${encodeURIComponent(id)}`}
                  className="flex min-h-6 items-center gap-2 text-accent-ink hover:underline"
                >
                  {edge.severity === undefined ? null : <SeverityGlyph severity={edge.severity} />}
                  <span className="font-mono text-xs">{id}</span>
                </Link>
              </li>
            ))}
          </ul>
        </PanelSection>
      )}
    </>
  );
}

function titleOfReasons(state: JoinedEdgeView['state'], likely: number): string {
  if (state === 'unjudged') return TRAFFIC_PANEL.whyUnjudged;
  return likely === 0 ? TRAFFIC_PANEL.noReason : TRAFFIC_PANEL.reasons;
}

interface SeenFactsProps {
  readonly seen: FlowEdge;
  /** In the window or before. */
  readonly ever: { readonly first: number; readonly last: number };
  readonly isNew: boolean;
}

function SeenFacts({ seen, ever, isNew }: SeenFactsProps) {
  const bytes = [seen.bytesOut, seen.bytesIn];
  return (
    <>
      <Fact name={TRAFFIC_PANEL.connections}>
        {seen.connections === null ? TRAFFIC_PAGE.notMeasured : count(seen.connections)}
        {seen.sampling > 1 ? `, ${TRAFFIC_PANEL.sampled(seen.sampling)}` : ''}
      </Fact>
      <Fact name={TRAFFIC_PANEL.first}>
        <When at={ever.first} />
        {isNew ? ` · ${TRAFFIC_PANEL.isNew}` : ''}
      </Fact>
      <Fact name={TRAFFIC_PANEL.last}>
        <When at={ever.last} />
      </Fact>
      <Fact name={TRAFFIC_PANEL.reportedBy}>{TRAFFIC_PANEL.seenAt[seen.seenAt] ?? TRAFFIC_PAGE.nothing}</Fact>
      {bytes.every((each) => each === null) ? null : (
        <Fact name={TRAFFIC_PANEL.bytes}>
          {bytes.map((each) => (each === null ? TRAFFIC_PAGE.notMeasured : count(each))).join(' · ')}
        </Fact>
      )}
    </>
  );
}

function When({ at }: { readonly at: number }) {
  const iso = new Date(at).toISOString();
  return (
    <time dateTime={iso} title={fullTime(iso)}>
      {new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })}
    </time>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  );
}
