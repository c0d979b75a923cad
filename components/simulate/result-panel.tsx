import {
  ArrowRight,
  CircleHelp,
  Minus,
  Plus,
  RefreshCw,
  Shield,
  ShieldAlert,
  ShieldCheck,
  TriangleAlert,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { PortChip } from '#components/ui/port-chip.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import type { SimulationAnswer } from '#lib/api/simulation-schemas.ts';
import { count } from '#lib/text/en/count.ts';
import { dnsWords, isolationWords } from '#lib/text/en/diff.ts';
import { observedFlowWords } from '#lib/text/en/observed-flow.ts';
import { RESULT } from '#lib/text/en/simulate.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { type ResultGroup, type ResultTone, resultGroups } from './result-rows.ts';

const NUMBERS: readonly (readonly [keyof typeof RESULT.numbers, 'opens' | 'closes'])[] = [
  ['opens', 'opens'],
  ['closes', 'closes'],
  ['changes', 'opens'],
  ['gapsClosed', 'closes'],
  ['gapsOpened', 'opens'],
];

/** What the proposal changes: five numbers, then workload by workload, what needs saying first before all. */
export function ResultPanel({ answer }: { readonly answer: SimulationAnswer }) {
  const { diff, gaps, sentence, unread, flows } = answer;
  const numbers = numbersOf(answer);
  const first = diff.isolation.filter(({ before, after }) => before === 'no' && after === 'yes');
  const other = diff.isolation.filter((each) => !first.includes(each));
  const closes = numbers.closes > 0;
  return (
    <>
      <p className="px-3.5 pt-2 pb-2.5 text-ink-2">{sentence}</p>
      <dl className="grid grid-cols-5 gap-2 px-3.5 pb-3">
        {NUMBERS.map(([name, tone]) => (
          <div
            key={name}
            className={`flex flex-col border-t-2 pt-1 ${tone === 'opens' ? 'border-opens' : 'border-closes'}`}
          >
            <dt className="order-last text-xs leading-4 text-ink-2">{RESULT.numbers[name]}</dt>
            <dd className="text-xl font-semibold tabular-nums">{count(numbers[name])}</dd>
          </div>
        ))}
      </dl>
      {unread
        .filter(({ line }) => line === undefined)
        .map(({ message }) => (
          <p key={message} role="alert" className="px-3.5 pb-2.5 text-error-ink wrap-anywhere">
            {visibleText(message)}
          </p>
        ))}
      <Dns answer={answer} />
      <BrokenFlows flows={flows} />
      <GapSection
        title={RESULT.gapsOpened}
        icon={<ShieldAlert className="size-3.5" aria-hidden="true" />}
        gaps={gaps.opened}
      />
      <GapSection
        title={RESULT.gapsClosed}
        icon={<ShieldCheck className="size-3.5" aria-hidden="true" />}
        gaps={gaps.closed}
      />
      <GapSection
        title={RESULT.gapsChanged}
        icon={<RefreshCw className="size-3.5" aria-hidden="true" />}
        gaps={gaps.changed}
      />
      {resultGroups(diff).map((group) => (
        <ConnectionSection key={group.key} group={group} />
      ))}
      <IsolationSection title={RESULT.firstIsolated} list={first} />
      <IsolationSection title={RESULT.otherIsolation} list={other} />
      <WorkloadSection title={RESULT.added} list={diff.added} />
      <WorkloadSection title={RESULT.removed} list={diff.removed} />
      {flows !== undefined ? (
        <p className="px-3.5 py-2.5 text-xs text-ink-3">{RESULT.flows(flows)}</p>
      ) : closes ? (
        <p className="px-3.5 py-2.5 text-xs text-ink-3">{RESULT.noFlows}</p>
      ) : null}
    </>
  );
}

function numbersOf({ diff, gaps }: SimulationAnswer): Readonly<Record<keyof typeof RESULT.numbers, number>> {
  const of = (...kinds: readonly (keyof typeof diff.counts)[]) =>
    kinds.reduce((sum, kind) => sum + diff.counts[kind].connections + diff.counts[kind].outside, 0);
  return {
    opens: of('opened', 'possibly-opened'),
    closes: of('closed', 'ruled-out'),
    changes: of('ports-changed', 'certainty-changed'),
    gapsClosed: gaps.closed.length,
    gapsOpened: gaps.opened.length,
  };
}

interface SectionProps {
  readonly title: string;
  readonly icon: ReactNode;
  readonly count: number;
  readonly warns?: boolean;
  readonly children: ReactNode;
}

function Section({ title, icon, count: number, warns = false, children }: SectionProps) {
  return (
    <section aria-label={title}>
      <h3
        className={`flex min-h-7 items-center gap-2 border-y border-line-faint px-3.5 py-1 text-xs font-medium ${warns ? 'bg-warn-soft text-warn-ink' : 'bg-sunken text-ink'}`}
      >
        <span className="shrink-0 text-ink-3">{icon}</span>
        <span className="min-w-0 flex-1 wrap-anywhere">{visibleText(title)}</span>
        <span className="tabular-nums">{count(number)}</span>
      </h3>
      <ul>{children}</ul>
    </section>
  );
}

const ROW = 'flex min-h-8 items-center gap-2 border-b border-line-faint px-3.5 py-1 text-xs last:border-b-0';

function Dns({ answer: { diff } }: { readonly answer: SimulationAnswer }) {
  return (['cut-off', 'depends', 'restored'] as const).map((change) => {
    const own = diff.dns.filter((each) => each.change === change);
    if (own.length === 0) return null;
    const title = { 'cut-off': RESULT.dnsCut, depends: RESULT.dnsDepends, restored: RESULT.dnsRestored }[change];
    return (
      <Section
        key={change}
        title={title}
        icon={<TriangleAlert className="size-3.5" aria-hidden="true" />}
        count={own.length}
        warns={change === 'cut-off'}
      >
        {own.map(({ workload, protocols }) => (
          <li key={`${workload} ${protocols.join()}`} className={ROW}>
            <Workload id={workload} />
            <span className="ml-auto text-ink-2">{dnsWords(change, protocols)}</span>
          </li>
        ))}
      </Section>
    );
  });
}

/** Flows that were observed and would not be allowed any more. */
function BrokenFlows({ flows }: Pick<SimulationAnswer, 'flows'>) {
  if (flows === undefined || flows.breaks === 0) return null;
  const unlisted = flows.breaks - flows.flows.length;
  return (
    <Section
      title={RESULT.breaksFlows}
      icon={<TriangleAlert className="size-3.5" aria-hidden="true" />}
      count={flows.breaks}
      warns
    >
      {flows.flows.map((flow) => (
        <li key={`${flow.from} ${flow.to} ${flow.protocol} ${flow.port}`} className={ROW}>
          <span className="min-w-0 wrap-anywhere">{visibleText(observedFlowWords(flow))}</span>
        </li>
      ))}
      {unlisted === 0 ? null : <li className={`${ROW} text-ink-2`}>{RESULT.unlisted(unlisted)}</li>}
    </Section>
  );
}

function GapSection({
  title,
  icon,
  gaps,
}: {
  readonly title: string;
  readonly icon: ReactNode;
  readonly gaps: SimulationAnswer['gaps']['opened'];
}) {
  if (gaps.length === 0) return null;
  return (
    <Section title={title} icon={icon} count={gaps.length}>
      {gaps.map(({ fingerprint, id, check, severity, title: claim }) => (
        <li key={`${fingerprint} ${id}`} className={ROW}>
          <SeverityGlyph severity={severity} size={13} />
          <span className="min-w-0 flex-1 font-medium wrap-anywhere">{visibleText(claim)}</span>
          <span className="shrink-0 font-mono text-2xs text-ink-3">{check}</span>
        </li>
      ))}
    </Section>
  );
}

const SIGNS: Readonly<Record<ResultTone, { readonly Icon: typeof Plus; readonly colour: string }>> = {
  opens: { Icon: Plus, colour: 'text-opens-ink' },
  closes: { Icon: Minus, colour: 'text-closes-ink' },
  changes: { Icon: ArrowRight, colour: 'text-opens-ink' },
  depends: { Icon: CircleHelp, colour: 'text-depends-ink' },
};

function ConnectionSection({ group }: { readonly group: ResultGroup }) {
  const { tone, direction, subject, rows, unlisted } = group;
  const { Icon, colour } = SIGNS[tone];
  const name = subject.split('/').slice(2).join('/');
  const title = RESULT[tone](direction, name);
  return (
    <Section title={title} icon={<Icon className={`size-3.5 ${colour}`} aria-hidden="true" />} count={group.count}>
      {rows.map(({ key, label, detail, ports, said }) => (
        <li key={key} className={ROW}>
          <Icon className={`size-3 shrink-0 ${colour}`} aria-hidden="true" />
          <span className="min-w-0 wrap-anywhere">
            <span className="font-medium">{visibleText(label)}</span>{' '}
            <span className="text-ink-3">{visibleText(detail)}</span>
            {said === undefined ? null : <span className="block text-ink-2">{visibleText(said)}</span>}
          </span>
          <span className="ml-auto flex flex-wrap justify-end gap-1">
            {ports.map((word) => (
              <PortChip key={word} tone={tone === 'depends' ? 'depends' : 'plain'}>
                {word}
              </PortChip>
            ))}
          </span>
        </li>
      ))}
      {unlisted === 0 ? null : <li className={`${ROW} text-ink-2`}>{RESULT.unlisted(unlisted)}</li>}
    </Section>
  );
}

function IsolationSection({
  title,
  list,
}: {
  readonly title: string;
  readonly list: SimulationAnswer['diff']['isolation'];
}) {
  if (list.length === 0) return null;
  return (
    <Section title={title} icon={<Shield className="size-3.5" aria-hidden="true" />} count={list.length}>
      {list.map((each) => (
        <li key={`${each.workload} ${each.direction} ${each.before} ${each.after}`} className={ROW}>
          <Workload id={each.workload} />
          <span className="ml-auto text-right text-ink-2">{isolationWords(each)}</span>
        </li>
      ))}
    </Section>
  );
}

function WorkloadSection({
  title,
  list,
}: {
  readonly title: string;
  readonly list: SimulationAnswer['diff']['added'];
}) {
  if (list.length === 0) return null;
  return (
    <Section title={title} icon={<Plus className="size-3.5" aria-hidden="true" />} count={list.length}>
      {list.map(({ id, pods, connections }) => {
        const reached = (direction: 'ingress' | 'egress') =>
          connections
            .filter((each) => each.direction === direction)
            .reduce((sum, { peers, unlisted }) => sum + peers.length + unlisted, 0);
        return (
          <li key={id} className={ROW}>
            <Workload id={id} />
            <span className="ml-auto text-right text-ink-2">
              {RESULT.oneSided(pods, reached('ingress'), reached('egress'))}
            </span>
          </li>
        );
      })}
    </Section>
  );
}

function Workload({ id }: { readonly id: string }) {
  const [namespace = '', , ...name] = id.split('/');
  return (
    <span className="min-w-0 wrap-anywhere">
      <span className="font-medium">{visibleText(name.join('/'))}</span>{' '}
      <span className="text-ink-3">{visibleText(namespace)}</span>
    </span>
  );
}
