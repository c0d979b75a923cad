'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { BoldText } from '#components/ui/bold-text.tsx';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Link } from '#components/ui/link.tsx';
import { PortChip } from '#components/ui/port-chip.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import type { Question } from '#components/why/ask-address.ts';
import type { HopCut, HopPath, HopsView, PathLink } from '#lib/api/hops-schemas.ts';
import { dataClassWord } from '#lib/text/en/data-class-words.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { HOPS, namesAndMore, oppositeSentence, radiusSentence } from '#lib/text/en/hops.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { KindIcon } from '../peer-row.tsx';

interface HopPanelProps {
  readonly cluster: string;
  readonly view: HopsView;
  /** The chosen workload; undefined: none. */
  readonly to: string | undefined;
  readonly path: HopPath | undefined;
  readonly cut: ReactNode;
  readonly lookHref: string | undefined;
  readonly onPath: (index: number) => void;
  readonly onWhy: (question: Question) => void;
}

/** Beside the columns: the blast radius, the chosen way hop by hop, and what would cut it. */
export function HopPanel({ cluster, view, to, path, cut, lookHref, onPath, onWhy }: HopPanelProps) {
  return (
    <>
      <Radius view={view} />
      {to === undefined ? (
        <Section title={view.direction === 'out' ? HOPS.aWay : HOPS.aWayIn}>
          <p className="text-xs text-ink-2">{HOPS.choose}</p>
        </Section>
      ) : (
        <>
          <Section
            title={visibleText((view.direction === 'out' ? HOPS.path : HOPS.pathFrom)(nameOf(to)))}
            note={path === undefined ? undefined : HOPS.ofPaths(path.index, path.paths)}
          >
            {path === undefined ? null : <Way cluster={cluster} path={path} onWhy={onWhy} />}
            <div className="mt-2 flex flex-wrap items-center gap-1.5">
              {path === undefined || path.paths === 1 ? null : (
                <>
                  <Button
                    size="sm"
                    icon
                    aria-label={HOPS.previousPath}
                    disabled={path.index === 0}
                    onClick={() => onPath(path.index - 1)}
                  >
                    <ChevronLeft className="size-3.5" aria-hidden="true" />
                  </Button>
                  <Button
                    size="sm"
                    icon
                    aria-label={HOPS.nextPath}
                    disabled={path.index + 1 >= path.paths}
                    onClick={() => onPath(path.index + 1)}
                  >
                    <ChevronRight className="size-3.5" aria-hidden="true" />
                  </Button>
                </>
              )}
              {lookHref === undefined ? null : (
                <ButtonLink size="sm" href={lookHref}>
                  {HOPS.lookFrom}
                </ButtonLink>
              )}
            </div>
          </Section>
          <Section title={HOPS.cut}>{cut}</Section>
        </>
      )}
      <Section title={HOPS.basis}>
        <ul className="flex flex-col gap-1.5 text-xs text-ink-2">
          {view.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </Section>
    </>
  );
}

/** Keys of the columns, at the foot of the panel. */
export function HopKeys() {
  const { keys } = HOPS;
  return (
    <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
      <KeyHint keys={['1', '2', '3']}>{keys.hops}</KeyHint>
      <KeyHint keys={['←', '→']}>{keys.next}</KeyHint>
      <KeyHint keys={['↵']}>{keys.why}</KeyHint>
      <KeyHint keys={['⇧', '↵']}>{keys.look}</KeyHint>
      <KeyHint keys={['⌫']}>{keys.back}</KeyHint>
    </span>
  );
}

function KeyHint({ keys, children }: { readonly keys: readonly string[]; readonly children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
      {children}
    </span>
  );
}

function Radius({ view }: { readonly view: HopsView }) {
  const { radius, hops, direction, opposite } = view;
  return (
    <Section title={direction === 'out' ? HOPS.radius : HOPS.whoCould} note={HOPS.within(hops)} strong>
      {radius.classes.length === 0 ? null : (
        <dl className="mb-1.5">
          {radius.classes.map(({ dataClass, within, of }) => (
            <div key={dataClass} className="flex min-h-[26px] items-center gap-2">
              <dt className="flex min-w-0 flex-1 items-center gap-2">
                <ClassGlyph dataClass={dataClass} size={12} />
                <span className="truncate">{dataClassWord(dataClass)}</span>
              </dt>
              <dd className="text-ink-2 tabular-nums">
                <b className="font-semibold text-ink">{within}</b> of {of}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="text-xs text-ink-2">{radiusSentence(radius.workloads, radius.of, radius.pods, radius.longest)}</p>
      <p className="mt-1 text-xs text-ink-2">{oppositeSentence(direction, opposite)}</p>
      <p className="mt-1 text-xs text-ink-3">{HOPS.radiusNote}</p>
    </Section>
  );
}

function Way({
  cluster,
  path,
  onWhy,
}: { readonly cluster: string; readonly path: HopPath } & Pick<HopPanelProps, 'onWhy'>) {
  const [first] = path.links;
  return (
    <ol aria-label={HOPS.steps}>
      {first === undefined ? null : <Stop workload={first.from} dataClass={path.classes[0]} />}
      {path.links.map((link, index) => (
        <li key={`${link.from} ${link.to}`}>
          <Connection cluster={cluster} link={link} onWhy={onWhy} />
          <StopContent workload={link.to} dataClass={path.classes[index + 1]} />
        </li>
      ))}
    </ol>
  );
}

type StopProps = { readonly workload: string; readonly dataClass: HopPath['classes'][number] | undefined };

function Stop(props: StopProps) {
  return (
    <li>
      <StopContent {...props} />
    </li>
  );
}

function StopContent({ workload, dataClass = 'none' }: StopProps) {
  const [namespace = '', kind, name = ''] = workload.split('/');
  return (
    <span className="flex min-h-6 items-center gap-2">
      <KindIcon kind={kind} />
      <span className="min-w-0 truncate font-medium">{visibleText(name)}</span>
      <span className="min-w-0 truncate text-xs text-ink-3">{visibleText(namespace)}</span>
      {dataClass === 'none' ? null : <ClassGlyph dataClass={dataClass} size={11} />}
    </span>
  );
}

function Connection({
  cluster,
  link,
  onWhy,
}: { readonly cluster: string; readonly link: PathLink } & Pick<HopPanelProps, 'onWhy'>) {
  const depends = link.verdict === 'depends';
  return (
    <div className={`ml-[6px] border-l-2 py-1 pl-3.5 ${depends ? 'border-dashed border-depends' : 'border-allowed'}`}>
      <div className="flex flex-wrap items-center gap-1.5 text-xs text-ink-2">
        {link.ports.map((port) => (
          <PortChip key={port} tone={depends ? 'depends' : 'plain'}>
            {port}
          </PortChip>
        ))}
        <span className="min-w-0 wrap-anywhere">{visibleText(link.text)}</span>
        <Button
          size="sm"
          variant="quiet"
          aria-label={visibleText(HOPS.whyThis(nameOf(link.from), nameOf(link.to)))}
          onClick={() => onWhy({ from: link.ask.from, to: link.ask.to, port: '' })}
        >
          {HOPS.why}
        </Button>
      </div>
      {link.reasons.length === 0 ? null : (
        <p className="text-xs text-depends-ink">{dependsBecause(link.reasons).join(' ')}</p>
      )}
      {link.gap === undefined ? null : (
        <Link
          href={`/${encodeURIComponent(cluster)}/gaps?gap=${encodeURIComponent(link.gap.id)}`}
          className="mt-0.5 flex items-start gap-1.5 text-xs font-medium text-accent-ink hover:underline"
        >
          <SeverityGlyph severity={link.gap.severity} size={13} />
          <span className="min-w-0 wrap-anywhere">{visibleText(link.gap.title)}</span>
        </Link>
      )}
    </div>
  );
}

/** The cheapest cut: how many connections, where, and what it costs. */
export function CutText({ cut }: { readonly cut: HopCut }) {
  return (
    <>
      <p className="text-xs text-ink-2">
        <BoldText text={cut.sentence} />
      </p>
      {cut.parts.length === 0 ? null : (
        <ul className="my-1.5 flex flex-col gap-1 text-xs">
          {cut.parts.map(({ from, fromAll, to, toAll }) => (
            <li key={`${from[0]} ${to[0]}`} className="wrap-anywhere">
              {visibleText(`${namesAndMore(from.map(nameOf), fromAll)} → ${namesAndMore(to.map(nameOf), toAll)}`)}
            </li>
          ))}
          {cut.moreParts === 0 ? null : <li className="text-ink-3">{HOPS.moreParts(cut.moreParts)}</li>}
        </ul>
      )}
      {cut.cost === '' ? null : <p className="text-xs text-ink-2">{visibleText(cut.cost)}</p>}
    </>
  );
}

function nameOf(workload: string): string {
  return workload.slice(workload.lastIndexOf('/') + 1);
}

interface SectionProps {
  readonly title: string;
  readonly note?: string | undefined;
  readonly strong?: boolean;
  readonly children: ReactNode;
}

function Section({ title, note, strong = false, children }: SectionProps) {
  return (
    <section className="border-b border-line-faint px-3.5 pt-3 pb-3">
      <h2 className={`mb-1.5 flex items-baseline gap-2 ${strong ? 'font-semibold' : 'text-xs font-medium text-ink-3'}`}>
        <span className="min-w-0 wrap-anywhere">{title}</span>
        {note === undefined ? null : (
          <span className={`text-xs font-normal whitespace-nowrap text-ink-3 ${strong ? '' : 'ml-auto tabular-nums'}`}>
            {note}
          </span>
        )}
      </h2>
      {children}
    </section>
  );
}
