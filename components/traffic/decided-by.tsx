import { policyHref } from '#components/policies/policy-address.ts';
import { Link } from '#components/ui/link.tsx';
import type { TrafficDecision } from '#lib/flows/observed.ts';
import { visibleText } from '#lib/text/visible-text.ts';

/** The sentence of a decision; where it begins with the policy's name, that leads to the policy. */
export function DecidedBy({
  cluster,
  decision: { policy, sentence },
  inTable = false,
}: {
  readonly cluster: string;
  readonly decision: TrafficDecision;
  /** Rows of a table have one stop of the Tab key: the row itself. */
  readonly inTable?: boolean;
}) {
  if (policy === undefined || !sentence.startsWith(policy.name)) return visibleText(sentence);
  return (
    <>
      <Link
        href={policyHref(cluster, { ...policy, namespace: policy.namespace ?? '' })}
        tabIndex={inTable ? -1 : undefined}
        className="relative z-1 font-medium text-accent-ink hover:underline"
      >
        {visibleText(policy.name)}
      </Link>
      {visibleText(sentence.slice(policy.name.length))}
    </>
  );
}
