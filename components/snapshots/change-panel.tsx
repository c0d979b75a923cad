import type { ReactNode } from 'react';
import { changedLines, wholeLines } from '#components/data/changed-lines.ts';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import { Link } from '#components/ui/link.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import { YamlBlock, type YamlLine } from '#components/ui/yaml-block.tsx';
import type { ChangeCause, PolicyState, SnapshotComparison } from '#lib/api/snapshot-schemas.ts';
import type { RelationJson } from '#lib/policy/types.ts';
import {
  allowedPorts,
  COMPARE_PAGE,
  causeInWords,
  changedIn,
  closedIn,
  connectionName,
  dataMapEntryName,
  dataMapSideInWords,
  foldedLines,
  inSnapshot,
  newIn,
  RESULT_WORDS,
  shortName,
  specHash,
  workloadChange,
} from '#lib/text/en/compare-page.ts';
import { count, countOf } from '#lib/text/en/count.ts';
import { changeWords } from '#lib/text/en/diff.ts';
import { severityWord } from '#lib/text/en/gaps-page.ts';
import { policyName } from '#lib/text/en/policy-name.ts';
import { isNoPort, portsInWords } from '#lib/text/en/ports.ts';
import { shortHash } from '#lib/text/en/short-hash.ts';
import { dateAndTime, snapshotName } from '#lib/text/en/snapshots-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { ChangeActions } from './change-actions.tsx';
import { ClassOf } from './change-list.tsx';
import { type ChangeRow, causeKey } from './change-rows.ts';

interface ChangePanelProps {
  readonly cluster: string;
  readonly comparison: SnapshotComparison;
  /** Every change: those of the same workload stand beside a gap. */
  readonly rows: readonly ChangeRow[];
  readonly row: ChangeRow;
}

/** One change: what it was and is, what is another object now, and where that can be looked up. */
export function ChangePanel({ cluster, comparison, rows, row }: ChangePanelProps) {
  const causes =
    row.type === 'policy'
      ? [{ type: 'policy' as const, ...row.policy }]
      : row.type === 'data-map'
        ? [{ type: 'data-map' as const, change: 'changed' as const }]
        : (comparison.causes.find(({ workload }) => workload === row.workload)?.causes ?? []);
  const related = rows.filter((each) => each.type === 'connection' && each.workload === row.workload);
  return (
    <aside
      aria-label={COMPARE_PAGE.panel}
      tabIndex={-1}
      className="flex min-h-0 w-[440px] shrink-0 flex-col border-l border-line bg-surface max-xl:w-[352px] max-rail:h-1/2 max-rail:w-auto max-rail:border-t max-rail:border-l-0"
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is long scrolls, and keyboards have to reach it */}
      <section aria-label={COMPARE_PAGE.panel} tabIndex={0} className="min-h-0 flex-1 overflow-y-auto">
        <PanelHead cluster={cluster} comparison={comparison} row={row} />
        <ChangeActions cluster={cluster} comparison={comparison} causes={causes} row={row} />
        <Section title={COMPARE_PAGE.beforeAndAfter}>
          <div className="grid grid-cols-2 gap-2.5">
            <Side seq={comparison.before.seq}>
              <SideContent row={row} side="before" />
            </Side>
            <Side seq={comparison.after.seq}>
              <SideContent row={row} side="after" />
            </Side>
          </div>
        </Section>
        {row.type === 'gap' && related.length > 0 ? (
          <Section title={COMPARE_PAGE.related}>
            <ul className="flex flex-col gap-1 text-xs">
              {related.map((each) =>
                each.type === 'connection' ? (
                  <li key={each.key} className="wrap-anywhere">
                    <span className="font-medium">{visibleText(connectionName(each.connection))}</span>{' '}
                    <span className="text-ink-2">
                      {visibleText(changeWords(each.connection.ports, each.connection.after.reasons))}
                    </span>
                  </li>
                ) : null,
              )}
            </ul>
          </Section>
        ) : null}
        {row.type === 'connection' ? <Peers row={row} /> : null}
        <Section title={COMPARE_PAGE.cause}>
          {causes.length === 0 ? (
            <p className="text-xs text-ink-2">{COMPARE_PAGE.noCause}</p>
          ) : (
            <>
              {causes.map((cause) => (
                <Cause key={causeKey(cause)} cause={cause} comparison={comparison} />
              ))}
              <p className="mt-1 text-xs text-ink-3">{COMPARE_PAGE.causeHint}</p>
            </>
          )}
        </Section>
      </section>
      <p className="flex shrink-0 items-center gap-2 border-t border-line bg-page px-3.5 py-[9px] text-xs text-ink-3 max-rail:hidden">
        <Kbd>J</Kbd>
        <Kbd>K</Kbd> {COMPARE_PAGE.keys.move}
        <Kbd>[</Kbd>
        <Kbd>]</Kbd> {COMPARE_PAGE.keys.shift}
      </p>
    </aside>
  );
}

function PanelHead({ cluster, comparison, row }: Omit<ChangePanelProps, 'rows'>) {
  const { after } = comparison;
  return (
    <div className="px-3.5 pt-3 pb-2.5">
      <h2 className="flex items-start gap-2 text-md font-semibold wrap-anywhere">
        {row.type === 'gap' ? (
          <span className="mt-1">
            <SeverityGlyph severity={row.gap.severity} size={14} />
          </span>
        ) : null}
        {visibleText(titleOf(row))}
      </h2>
      <p className="mt-0.5 text-xs text-ink-2 wrap-anywhere">
        {row.type === 'gap' ? (
          <>
            <span className="font-mono">{row.gap.check}</span> ·{' '}
            {row.change === 'new'
              ? newIn(after.seq)
              : row.change === 'closed'
                ? closedIn(after.seq)
                : changedIn(after.seq)}
            {row.change === 'closed' ? null : (
              <>
                {' · '}
                <Link
                  href={`${clusterHref(cluster, 'gaps')}?gap=${encodeURIComponent(row.gap.id)}`}
                  className="font-medium text-accent-ink hover:underline"
                >
                  {COMPARE_PAGE.openGap}
                </Link>
              </>
            )}
          </>
        ) : (
          visibleText(row.workload)
        )}
      </p>
    </div>
  );
}

function titleOf(row: ChangeRow): string {
  switch (row.type) {
    case 'gap':
      return row.gap.title;
    case 'connection':
      return connectionName(row.connection);
    case 'policy':
      return policyName(row.policy);
    case 'class':
      return shortName(row.workload);
    case 'data-map':
      return dataMapEntryName(row.entry.part, row.entry.name);
    case 'workload':
      return `${shortName(row.workload)} ${workloadChange(row.change, row.one)}`;
  }
}

function Side({ seq, children }: { readonly seq: number; readonly children: ReactNode }) {
  return (
    <div className="min-w-0 rounded-lg border border-line px-2.5 py-2 text-xs wrap-anywhere">
      <p className="text-ink-3">{snapshotName(seq)}</p>
      <div className="mt-1 font-medium">{children}</div>
    </div>
  );
}

function SideContent({ row, side }: { readonly row: ChangeRow; readonly side: 'before' | 'after' }) {
  switch (row.type) {
    case 'gap': {
      if (row.change === (side === 'before' ? 'new' : 'closed')) return COMPARE_PAGE.absent;
      const { severity, result } = row.change === 'changed' && side === 'before' ? row.before : row.gap;
      return `${severityWord(severity)}, ${RESULT_WORDS[result]}`;
    }
    case 'connection':
      return relationInWords(row.connection[side]);
    case 'workload':
      return row.change === (side === 'before' ? 'added' : 'removed')
        ? COMPARE_PAGE.absent
        : countOf(row.one.pods, 'pod');
    case 'class': {
      const told = row.changed[side];
      return (
        <>
          <ClassOf of={told} />
          {told === undefined ? null : <span className="block font-normal text-ink-2">{visibleText(told.source)}</span>}
        </>
      );
    }
    case 'data-map':
      return row.entry.change === (side === 'before' ? 'added' : 'removed')
        ? COMPARE_PAGE.absent
        : visibleText(dataMapSideInWords(row.entry, side));
    case 'policy': {
      const state = row.policy[side];
      return state === undefined ? COMPARE_PAGE.absent : specHash(shortHash(state.hash));
    }
  }
}

function relationInWords({ allow, depends }: RelationJson): string {
  return allowedPorts(portsInWords(allow), isNoPort(depends) ? undefined : portsInWords(depends));
}

function Peers({ row }: { readonly row: Extract<ChangeRow, { type: 'connection' }> }) {
  const { peers, unlisted } = row.connection;
  return (
    <Section title={countOf(peers.length + unlisted, 'peer')}>
      <ul className="flex max-h-60 flex-col gap-px overflow-y-auto font-mono text-2xs text-ink-2">
        {peers.map(({ id, pairs, of }) => (
          <li key={id} className="flex gap-2 wrap-anywhere">
            <span className="min-w-0 flex-1">{visibleText(id)}</span>
            <span className="text-ink-3">
              {count(pairs)}/{count(of)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What changed of a policy, line by line; for the rest that it did. */
function Cause({ cause, comparison }: { readonly cause: ChangeCause; readonly comparison: SnapshotComparison }) {
  const policy =
    cause.type === 'policy'
      ? comparison.policies.find((each) => causeKey({ type: 'policy', ...each }) === causeKey(cause))
      : undefined;
  const words = visibleText(causeInWords(cause));
  return (
    <div className="mb-2.5">
      <p className="mb-1 text-xs font-medium wrap-anywhere">{words}</p>
      {policy === undefined ? null : (
        <>
          <YamlBlock label={words} lines={policyLines(policy)} />
          <dl className="mt-1.5 grid grid-cols-[84px_minmax(0,1fr)] gap-x-2.5 gap-y-0.5 text-xs wrap-anywhere [&_dt]:text-ink-3">
            <dt>{inSnapshot(comparison.before.seq)}</dt>
            <dd>{stateInWords(policy.before)}</dd>
            <dt>{inSnapshot(comparison.after.seq)}</dt>
            <dd>{stateInWords(policy.after)}</dd>
            {policy.after?.manager === undefined ? null : (
              <>
                <dt>{COMPARE_PAGE.who}</dt>
                <dd>
                  {visibleText(policy.after.manager)}; {COMPARE_PAGE.whoHint}
                </dd>
              </>
            )}
            {policy.after?.time === undefined ? null : (
              <>
                <dt>{COMPARE_PAGE.when}</dt>
                <dd>{dateAndTime(policy.after.time)}</dd>
              </>
            )}
          </dl>
        </>
      )}
    </div>
  );
}

function policyLines({ before, after }: SnapshotComparison['policies'][number]): readonly YamlLine[] {
  if (before !== undefined && after !== undefined) return changedLines(before.yaml, after.yaml, foldedLines);
  const change = after === undefined ? 'removed' : 'added';
  return wholeLines((after ?? before)?.yaml ?? '').map((line) => (line.type === 'fold' ? line : { ...line, change }));
}

function stateInWords(state: PolicyState | undefined): string {
  return state === undefined ? COMPARE_PAGE.absent : specHash(shortHash(state.hash));
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="border-t border-line-faint px-3.5 py-2.5">
      <h3 className="mb-1.5 text-xs font-medium text-ink-3">{title}</h3>
      {children}
    </section>
  );
}
