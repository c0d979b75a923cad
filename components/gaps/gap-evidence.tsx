import type { ReactNode } from 'react';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import type { Revision } from '#lib/api/cluster-types.ts';
import type { Gap } from '#lib/gdpr/types.ts';
import { count } from '#lib/text/en/count.ts';
import { basisWord, dataClassWord } from '#lib/text/en/data-class-words.ts';
import { article, GAPS_PAGE, gateLine, morePeers, peersBehind, policiesChecked } from '#lib/text/en/gaps-page.ts';
import { classSource } from '#lib/text/en/pod.ts';
import { shortHash } from '#lib/text/en/short-hash.ts';
import { visibleText } from '#lib/text/visible-text.ts';

/** More names than this are a number: all of them are in the snapshot's evidence. */
const MAX_PEERS = 12;

interface GapEvidenceProps {
  readonly gap: Gap;
  readonly revision: Revision;
  /** How many policies of the subject's namespace were looked at. */
  readonly checked: number;
}

/** Articles with their honest sentence, then what the claim stands on. */
export function GapEvidence({ gap, revision, checked }: GapEvidenceProps) {
  const proofs = gap.witness.flatMap((hop) => hop.because);
  const { dataClass, basis, source, manager } = gap.classification;
  return (
    <>
      <Section title={GAPS_PAGE.articles}>
        <ul>
          {gap.articles.map((hook) => (
            <li key={hook.article} className="border-t border-line-faint py-2 first:border-t-0 first:pt-0">
              <p>
                <span className="font-medium">{article(hook.article)}</span>{' '}
                <span className="text-ink-2">{hook.title}</span>
              </p>
              <p className="mt-px text-xs text-ink-2">{hook.sentence}</p>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={GAPS_PAGE.evidence}>
        <dl className="grid grid-cols-[84px_minmax(0,1fr)] gap-x-2.5 gap-y-1 text-xs wrap-anywhere [&>dt]:text-ink-3">
          {proofs.map((proof) => (
            <Fact
              key={`${proof.gate} ${proof.path ?? ''} ${proof.text}`}
              name={proof.kind === 'absence' ? GAPS_PAGE.absence : GAPS_PAGE.rule}
            >
              <span className="sr-only">{gateLine(proof.gate, '')}</span>
              {visibleText(proof.text)}
            </Fact>
          ))}
          <Fact name={GAPS_PAGE.checked}>{visibleText(policiesChecked(checked, gap.subject.namespace))}</Fact>
          <Fact name={GAPS_PAGE.dataClass}>
            <ClassGlyph dataClass={dataClass} size={11} />{' '}
            {visibleText(
              [dataClassWord(dataClass), basisWord(basis), classSource(source, manager)]
                .filter((part) => part !== '')
                .join(', '),
            )}
          </Fact>
          <Fact name={GAPS_PAGE.revision}>
            <span className="font-mono text-2xs" title={revision.content}>
              {count(revision.seq)} · {shortHash(revision.content)}
            </span>
          </Fact>
          <Fact name={GAPS_PAGE.fingerprint}>
            <span className="font-mono text-2xs" title={gap.fingerprint}>
              {shortHash(gap.fingerprint)}
            </span>
          </Fact>
        </dl>
      </Section>
      {gap.peers.length === 0 ? null : (
        <Section title={peersBehind(gap.peers.length)}>
          <ul className="flex flex-col gap-px font-mono text-2xs text-ink-2">
            {gap.peers.slice(0, MAX_PEERS).map((peer) => (
              <li key={peer} className="wrap-anywhere">
                {visibleText(peer)}
              </li>
            ))}
            {gap.peers.length > MAX_PEERS ? (
              <li className="font-sans">{morePeers(gap.peers.length - MAX_PEERS)}</li>
            ) : null}
          </ul>
        </Section>
      )}
      {gap.references.length === 0 ? null : (
        <Section title={GAPS_PAGE.citedBy}>
          <ul className="flex flex-wrap gap-1">
            {gap.references.map((reference) => (
              <li
                key={reference}
                className="inline-flex min-h-[22px] items-center rounded-sm border border-line px-[7px] text-xs text-ink-2"
              >
                {reference}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <p className="border-t border-line-faint px-3.5 py-3 text-xs text-ink-2">{GAPS_PAGE.closing}</p>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
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
