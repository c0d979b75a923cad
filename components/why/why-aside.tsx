'use client';

import { Check, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { EntryList } from '#components/pod/entry-list.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Link } from '#components/ui/link.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import type { GapListItem } from '#lib/api/gap-types.ts';
import type { EntryView } from '#lib/api/pod-types.ts';
import type { Explanation, PortsJson } from '#lib/policy/types.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { ENTRIES } from '#lib/text/en/entries.ts';
import { portWords } from '#lib/text/en/ports.ts';
import { footnoteText, partSentence, WHY } from '#lib/text/en/why.ts';
import { visibleText } from '#lib/text/visible-text.ts';

interface WhyAsideProps {
  readonly cluster: string;
  readonly explanation: Explanation;
  readonly gaps: readonly GapListItem[];
  /** From outside to a pod: the ways that lead there. */
  readonly entries: readonly EntryView[] | undefined;
}

/** Beside the gates: the ports of both, what it depends on, gaps, what to keep in mind, and how to check. */
export function WhyAside({ cluster, explanation, gaps, entries }: WhyAsideProps) {
  const { egress, ingress, relation, reasons, parts, footnotes, check } = explanation;
  return (
    <aside className="flex min-w-0 flex-col gap-3.5">
      <div className="rounded-lg border border-line bg-surface">
        <Section title={WHY.bothGates}>
          <PortRow label={WHY.egressAllows} allow={egress.allows.allow} depends={egress.allows.depends} />
          <PortRow label={WHY.ingressAllows} allow={ingress.allows.allow} depends={ingress.allows.depends} />
          <div className="mt-1 border-t border-line pt-1">
            <PortRow label={WHY.inBoth} allow={relation.allow} some={relation.some} depends={relation.depends} result />
          </div>
          {relation.families === undefined ? null : (
            <div className="mt-1 border-t border-line pt-1">
              <p className="text-xs text-ink-3">{WHY.familiesDiffer}</p>
              <PortRow label="IPv4" {...relation.families.IPv4} />
              <PortRow label="IPv6" {...relation.families.IPv6} />
            </div>
          )}
        </Section>
        {parts === undefined || parts.length === 0 ? null : (
          <Section title={WHY.parts}>
            <ul className="flex flex-col gap-1 text-xs text-ink-2">
              {parts.map(({ verdict, count, example }) => (
                <li key={`${verdict}/${example.from}/${example.to}`} className="wrap-anywhere">
                  {visibleText(partSentence(count, verdict, example.from, example.to))}
                </li>
              ))}
            </ul>
          </Section>
        )}
        {reasons.length === 0 ? null : (
          <Section title={WHY.dependsOn}>
            <ul className="flex flex-col gap-1 text-xs text-depends-ink">
              {dependsBecause(reasons).map((reason) => (
                <li key={reason}>{visibleText(reason)}</li>
              ))}
            </ul>
          </Section>
        )}
        {entries === undefined || entries.length === 0 ? null : (
          <Section title={ENTRIES.title}>
            <EntryList cluster={cluster} entries={entries} />
          </Section>
        )}
        <Section title={WHY.gaps}>
          {gaps.length === 0 ? (
            <p className="flex items-center gap-2 text-ink-2">
              <Check className="size-3.5 shrink-0" aria-hidden="true" />
              {WHY.noGaps}
            </p>
          ) : (
            <ul className="flex flex-col gap-1.5">
              {gaps.map((gap) => (
                <li key={gap.id} className="grid grid-cols-[14px_minmax(0,1fr)] gap-x-2">
                  <SeverityGlyph severity={gap.severity} size={13} />
                  <Link
                    href={`/${encodeURIComponent(cluster)}/gaps?gap=${encodeURIComponent(gap.id)}`}
                    className="text-xs font-medium text-accent-ink hover:underline"
                  >
                    {visibleText(gap.title)}
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </Section>
      </div>
      {footnotes.length === 0 ? null : (
        <div className="rounded-lg border border-line bg-surface">
          <Section title={WHY.keepInMind}>
            <ul className="flex flex-col gap-[7px] text-xs text-ink-2">
              {footnotes.map((footnote) => (
                <li key={footnote} className="flex items-start gap-[7px]">
                  <Info className="mt-0.5 size-3 shrink-0" aria-hidden="true" />
                  {footnoteText(footnote)}
                </li>
              ))}
            </ul>
          </Section>
        </div>
      )}
      {check === undefined ? null : (
        <div className="rounded-lg border border-line bg-surface">
          <Section title={WHY.check}>
            <pre className="rounded-md border border-line bg-sunken p-2 font-mono text-2xs whitespace-pre-wrap wrap-anywhere">
              {check}
            </pre>
            <p className="mt-1.5 mb-2 text-xs text-ink-3">{WHY.checkHint}</p>
            <CopyButton text={check} label={WHY.copyCommand} />
          </Section>
        </div>
      )}
    </aside>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="border-t border-line-faint px-3.5 pt-2.5 pb-3 first:border-t-0">
      <h3 className="mb-1.5 text-xs font-medium text-ink-3">{title}</h3>
      {children}
    </section>
  );
}

interface PortRowProps {
  readonly label: string;
  readonly allow: PortsJson;
  /** What some of many pairs have for certain. */
  readonly some?: PortsJson;
  readonly depends: PortsJson;
  readonly result?: boolean;
}

function PortRow({ label, allow, some, depends, result = false }: PortRowProps) {
  const certain = portWords(allow);
  const partly = some === undefined ? [] : portWords(some);
  const undecided = portWords(depends);
  const base = 'inline-flex h-5 items-center rounded-sm border px-[5px] font-mono text-2xs whitespace-nowrap';
  return (
    <div className="flex min-h-[26px] items-start justify-between gap-2 py-[3px] text-xs">
      <span className={`leading-5 ${result ? 'font-semibold' : 'text-ink-2'}`}>{label}</span>
      <span className="flex flex-wrap justify-end gap-1">
        {certain.length + partly.length + undecided.length === 0 ? (
          <span className="leading-5 text-ink-3">{WHY.none}</span>
        ) : null}
        {certain.map((word) => (
          <span
            key={word}
            className={`${base} ${result ? 'border-accent bg-accent-soft text-accent-ink' : 'border-line text-ink-2'}`}
          >
            {word}
          </span>
        ))}
        {partly.map((word) => (
          <span key={word} className={`${base} border-line text-ink-2`}>
            {word}
          </span>
        ))}
        {partly.length === 0 ? null : <span className="leading-5 text-ink-2">{WHY.someInBoth}</span>}
        {undecided.map((word) => (
          <span key={word} className={`${base} border-dashed border-depends text-depends-ink`}>
            {word}
          </span>
        ))}
        {undecided.length === 0 ? null : <span className="leading-5 text-depends-ink">{WHY.dependsInBoth}</span>}
      </span>
    </div>
  );
}
