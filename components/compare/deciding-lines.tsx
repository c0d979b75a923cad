import { policyHref } from '#components/policies/policy-address.ts';
import { Link } from '#components/ui/link.tsx';
import { RuleYaml } from '#components/why/rule-yaml.tsx';
import type { ComparePoint, CompareView } from '#lib/api/compare-schemas.ts';
import type { PolicyText } from '#lib/policy/types.ts';
import { COMPARE } from '#lib/text/en/compare-pods.ts';
import { visibleText } from '#lib/text/visible-text.ts';

/** Under the grid: each line of a policy that makes the difference, in a sentence and in its YAML. */
export function DecidingLines({ cluster, view }: { readonly cluster: string; readonly view: CompareView }) {
  const { points, texts } = view;
  if (points.length === 0) return null;
  return (
    <section className="shrink-0 rounded-lg border border-line bg-surface p-3.5">
      <h2 className="mb-2 font-semibold">{points.length === 1 ? COMPARE.lineThatDecides : COMPARE.linesThatDecide}</h2>
      <ol className="flex flex-col gap-3">
        {points.map((point) => (
          <li key={point.sentence}>
            <Point cluster={cluster} point={point} text={textOf(texts, point)} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function textOf(texts: readonly PolicyText[], { policy }: ComparePoint): PolicyText | undefined {
  if (policy === undefined) return undefined;
  const { kind, namespace, name } = policy;
  return texts.find(
    (text) => text.policy.kind === kind && text.policy.namespace === namespace && text.policy.name === name,
  );
}

interface PointProps {
  readonly cluster: string;
  readonly point: ComparePoint;
  readonly text: PolicyText | undefined;
}

function Point({ cluster, point, text }: PointProps) {
  const { policy, rule, lines, sentence } = point;
  return (
    <>
      {policy === undefined ? null : (
        <p className="flex flex-wrap items-baseline gap-2">
          <Link
            href={policyHref(cluster, policy)}
            className="font-mono text-xs font-medium text-accent-ink hover:underline"
          >
            {visibleText(policy.name)}
          </Link>
          {rule === undefined || rule === 0 ? null : <span className="text-xs text-ink-3">{COMPARE.rule(rule)}</span>}
        </p>
      )}
      <p className="mb-1.5 text-ink-2 wrap-anywhere">{visibleText(sentence)}</p>
      {text === undefined || lines === undefined ? null : <RuleYaml text={text} lines={lines} />}
    </>
  );
}
