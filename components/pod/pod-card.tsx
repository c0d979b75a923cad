import { FileCode2, Lock, LockOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { policyHref } from '#components/policies/policy-address.ts';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { FenceGlyph } from '#components/ui/fence-glyph.tsx';
import { Link } from '#components/ui/link.tsx';
import { SeverityTag } from '#components/ui/severity-tag.tsx';
import { Term } from '#components/ui/term.tsx';
import type { PodDirection, PodView } from '#lib/api/pod-types.ts';
import type { PolicyRef } from '#lib/policy/types.ts';
import { basisWord, dataClassWord } from '#lib/text/en/data-class-words.ts';
import { ENTRIES } from '#lib/text/en/entries.ts';
import type { GlossaryTerm } from '#lib/text/en/glossary.ts';
import { classSource, gapCount, otherPoliciesOf, POD_PAGE, ruleCount } from '#lib/text/en/pod.ts';
import { CLUSTER_WIDE } from '#lib/text/en/policies.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { EntryList } from './entry-list.tsx';

/** The pod between its two fences: isolation, policies that select it and those that do not, ports, class. */
export function PodCard({ cluster, view }: { readonly cluster: string; readonly view: PodView }) {
  const { pod } = view;
  return (
    <section
      aria-label={visibleText(pod.name)}
      className="self-start overflow-hidden rounded-lg border border-line bg-surface"
    >
      <header className="flex items-center gap-2.5 px-3.5 py-3">
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-sm font-semibold">{visibleText(pod.name)}</h2>
          <p className="truncate text-xs text-ink-3">
            {visibleText(
              [pod.workload.split('/').slice(1).join(' '), pod.node, ...pod.addresses]
                .filter((part) => part !== undefined && part !== '')
                .join(' · '),
            )}
          </p>
        </div>
        <FenceGlyph isolation={pod.isolation} size={22} />
      </header>
      {pod.finished ? <Section>{POD_PAGE.finished}</Section> : null}
      <Gate title={POD_PAGE.ingress} direction={view.ingress} />
      <Gate title={POD_PAGE.egress} direction={view.egress} />
      <Section title={ENTRIES.title} count={view.entries.length}>
        <EntryList cluster={cluster} entries={view.entries} notRead={view.entriesNotRead} />
      </Section>
      <Section title={POD_PAGE.selecting} count={view.policies.length}>
        {view.policies.length === 0 ? (
          <p className="text-xs text-ink-2">{POD_PAGE.noSelecting}</p>
        ) : (
          <ul>
            {view.policies.map(({ policy, directions, rules, changed }) => (
              <li key={`${policy.kind}/${policy.name}`} className="flex min-h-6 items-center gap-2">
                <FileCode2 className="size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
                <PolicyLink cluster={cluster} policy={policy} />
                <span className="text-xs whitespace-nowrap text-ink-3">
                  {[policy.namespace === '' ? CLUSTER_WIDE : undefined, directions.join(', '), ruleCount(rules)]
                    .filter((part) => part !== undefined)
                    .join(' · ')}
                </span>
                <span className="ml-auto truncate text-xs text-ink-3">{visibleText(changed?.manager ?? '')}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      {view.otherPolicies.length === 0 ? null : (
        <Section title={visibleText(otherPoliciesOf(pod.namespace))} count={view.otherPolicies.length}>
          <ul className="flex flex-col gap-1.5">
            {view.otherPolicies.map(({ policy, because, gaps }) => (
              <li key={policy.name} className="grid grid-cols-[14px_minmax(0,1fr)] gap-x-2">
                <FileCode2 className="mt-[3px] size-3.5 text-ink-3" aria-hidden="true" />
                <div>
                  <div className="flex items-center gap-2">
                    <PolicyLink cluster={cluster} policy={policy} />
                    {gaps === undefined ? null : (
                      <SeverityTag severity={gaps.worst}>{gapCount(gaps.count)}</SeverityTag>
                    )}
                  </div>
                  <p className="text-xs wrap-break-word text-ink-2">{visibleText(because)}</p>
                </div>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={POD_PAGE.serves}>
        {pod.ports.length === 0 ? (
          <p className="text-xs text-ink-2">{POD_PAGE.servesNone}</p>
        ) : (
          <ul className="flex flex-wrap gap-1.5">
            {pod.ports.map(({ protocol, port, name }) => (
              <li
                key={`${protocol}/${port}/${name ?? ''}`}
                className="inline-flex h-5 items-center rounded-sm border border-line px-[5px] font-mono text-2xs text-ink-2"
              >
                {visibleText([protocol, port, name].filter((part) => part !== undefined).join(' '))}
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={POD_PAGE.dataClass}>
        <p className="flex items-center gap-2">
          <ClassGlyph dataClass={pod.classification.dataClass} size={12} />
          <span className="whitespace-nowrap">{dataClassWord(pod.classification.dataClass)}</span>
          <span className="min-w-0 text-xs wrap-break-word text-ink-3">
            {visibleText(
              [basisWord(pod.classification.basis), classSource(pod.classification.source, pod.classification.manager)]
                .filter((part) => part !== '')
                .join(' · '),
            )}
          </span>
        </p>
      </Section>
    </section>
  );
}

function PolicyLink({ cluster, policy }: { readonly cluster: string; readonly policy: PolicyRef }) {
  return (
    <Link href={policyHref(cluster, policy)} className="truncate font-medium text-accent-ink hover:underline">
      {visibleText(policy.name)}
    </Link>
  );
}

function Gate({ title, direction }: { readonly title: string; readonly direction: PodDirection }) {
  const Icon = direction.isolated === 'yes' ? Lock : LockOpen;
  return (
    <Section title={title}>
      <p className="flex items-center gap-2 font-medium">
        <Icon className="size-3.5 text-ink-2" aria-hidden="true" />
        <Term of={GATE_TERMS[direction.isolated]}>{gateWord(direction.isolated)}</Term>
      </p>
      <p className="mt-0.5 text-xs text-ink-2">{visibleText(direction.sentence)}</p>
    </Section>
  );
}

const GATE_TERMS = {
  yes: 'isolated',
  no: 'open',
  partly: 'gate',
  depends: 'depends',
  none: 'hostNetwork',
} as const satisfies Record<PodDirection['isolated'], GlossaryTerm>;

function gateWord(isolated: PodDirection['isolated']): string {
  switch (isolated) {
    case 'yes':
      return POD_PAGE.isolated;
    case 'no':
      return POD_PAGE.notIsolated;
    case 'partly':
      return POD_PAGE.partlyIsolated;
    case 'depends':
      return POD_PAGE.mayBeIsolated;
    case 'none':
      return POD_PAGE.noGate;
  }
}

function Section({
  title,
  count,
  children,
}: {
  readonly title?: string;
  readonly count?: number;
  readonly children: ReactNode;
}) {
  return (
    <div className="border-t border-line-faint px-3.5 pt-2.5 pb-3">
      {title === undefined ? null : (
        <h3 className="mb-1.5 flex items-center text-xs font-medium text-ink-3">
          {title}
          {count === undefined ? null : <span className="ml-auto tabular-nums">{count}</span>}
        </h3>
      )}
      {children}
    </div>
  );
}
