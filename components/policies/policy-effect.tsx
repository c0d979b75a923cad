import { Box } from 'lucide-react';
import type { ReactNode } from 'react';
import { endHref, podHref } from '#components/pod/pod-address.ts';
import { Link } from '#components/ui/link.tsx';
import type { PolicyView } from '#lib/api/policy-types.ts';
import { peerCount } from '#lib/text/en/pod.ts';
import { moreEnds, POLICY, ruleName, selectedPods } from '#lib/text/en/policies.ts';
import { visibleText } from '#lib/text/visible-text.ts';

/** More ends than this are a number; the pod pages hold all. */
const MAX_ENDS = 12;

interface PolicyEffectProps {
  readonly cluster: string;
  readonly view: PolicyView;
  /** Id of the lit choice: its rule is marked, as its lines are. */
  readonly lit: string | undefined;
  readonly onLight: (id: string) => void;
  readonly gaps: ReactNode;
  readonly without: ReactNode;
}

/** Whom the policy selects and what each rule opens at its own gate. */
export function PolicyEffect({ cluster, view, lit, onLight, gaps, without }: PolicyEffectProps) {
  const ordered = view.tier !== undefined;
  const title = ordered ? POLICY.does : POLICY.opens;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {gaps}
      <section aria-label={POLICY.selects} className="overflow-hidden rounded-lg border border-line bg-surface">
        <h2 className="px-3.5 py-2.5 font-semibold">
          {POLICY.selects}{' '}
          <span className="font-normal text-ink-3">{selectedPods(view.selects.pods, view.selects.workloads)}</span>
        </h2>
        {view.selected.length === 0 ? (
          <p className="border-t border-line-faint px-3.5 py-2.5 text-ink-2">{POLICY.selectsNone}</p>
        ) : (
          <ul className="max-h-80 overflow-y-auto" style={{ scrollbarWidth: 'thin' }}>
            {view.selected.map(({ workload, pods, example }) => (
              <li
                key={workload}
                className={`flex h-8 items-center gap-2 border-t border-line-faint px-3.5 ${
                  lit === 'selects' ? 'bg-code-mark' : ''
                }`}
              >
                <Box className="size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
                <Link
                  href={selectedHref(cluster, workload, example)}
                  className="min-w-0 truncate font-medium hover:underline"
                >
                  {visibleText(workload.split('/').slice(2).join('/'))}
                </Link>
                <span className="text-xs text-ink-3">{workload.split('/')[1]}</span>
                <span className="ml-auto text-xs whitespace-nowrap text-ink-3">{peerCount(pods)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-label={title} className="overflow-hidden rounded-lg border border-line bg-surface">
        <h2 className="px-3.5 pt-2.5 font-semibold">{title}</h2>
        <p className="px-3.5 pb-2.5 text-xs text-ink-3">{ordered ? POLICY.doesNote : POLICY.effectNote}</p>
        {view.ruleViews.length === 0 ? (
          <p className="border-t border-line-faint px-3.5 py-2.5 text-ink-2">
            {ordered ? POLICY.saysNothing : POLICY.opensNothing}
          </p>
        ) : (
          <ul>
            {view.ruleViews.map((rule) => (
              <li
                key={rule.path}
                className={`border-t border-line-faint px-3.5 py-2.5 ${lit === rule.path ? 'bg-code-mark' : ''}`}
              >
                <div className="flex flex-wrap items-center gap-2">
                  {rule.lines === undefined ? (
                    <span className="font-medium">{ruleName(rule.direction, rule.index + 1)}</span>
                  ) : (
                    <button
                      type="button"
                      aria-pressed={lit === rule.path}
                      onClick={() => onLight(rule.path)}
                      className="min-h-6 font-medium text-accent-ink hover:underline"
                    >
                      {ruleName(rule.direction, rule.index + 1)}
                    </button>
                  )}
                  <span className="inline-flex min-h-5 items-center rounded-sm border border-line bg-surface px-[5px] font-mono text-2xs text-ink-2">
                    {visibleText(rule.ports)}
                  </span>
                  {rule.dead === undefined || ordered ? null : (
                    <span className="text-xs text-ink-2">{POLICY.dead}</span>
                  )}
                </div>
                <p className="mt-0.5 text-xs wrap-anywhere text-ink-2">{visibleText(rule.sentence)}</p>
                {[rule.unread, rule.dead, rule.unneeded, rule.undeclared].map((why) =>
                  why === undefined ? null : (
                    <p key={why} className="text-xs wrap-anywhere text-ink-2">
                      {visibleText(why)}
                    </p>
                  ),
                )}
                <Ends cluster={cluster} ends={rule.opens} />
              </li>
            ))}
          </ul>
        )}
      </section>
      {without}
    </div>
  );
}

/** A workload's page is that of one of its pods; a workload without pods has its own. */
function selectedHref(cluster: string, workload: string, example: string): string {
  const [namespace, name, ...more] = example.split('/');
  if (namespace !== undefined && name !== undefined && more.length === 0) return podHref(cluster, namespace, name);
  return endHref(cluster, workload) ?? `/${encodeURIComponent(cluster)}/pods`;
}

function Ends({
  cluster,
  ends,
}: {
  readonly cluster: string;
  readonly ends: PolicyView['ruleViews'][number]['opens'];
}) {
  if (ends.length === 0) return null;
  return (
    <ul className="mt-1.5 flex flex-wrap gap-1">
      {ends.slice(0, MAX_ENDS).map(({ id, pods }) => {
        const href = endHref(cluster, id);
        const label = pods > 1 ? `${id} · ${peerCount(pods)}` : id;
        return (
          <li
            key={id}
            className="inline-flex min-h-[22px] max-w-full items-center rounded-sm border border-line bg-surface px-[7px] text-xs text-ink-2"
          >
            {href === undefined ? (
              <span className="truncate">{visibleText(label)}</span>
            ) : (
              <Link href={href} className="truncate hover:text-ink hover:underline">
                {visibleText(label)}
              </Link>
            )}
          </li>
        );
      })}
      {ends.length > MAX_ENDS ? (
        <li className="self-center text-xs text-ink-3">{moreEnds(ends.length - MAX_ENDS)}</li>
      ) : null}
    </ul>
  );
}
