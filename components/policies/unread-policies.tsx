import type { PolicyList } from '#lib/api/policy-types.ts';
import { POLICIES, unreadPolicies } from '#lib/text/en/policies.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { policyKey } from './filter-policies.ts';

/** The policies of which nothing could be read, with what is wrong with each and where it stands. */
export function UnreadPolicies({ unread }: { readonly unread: PolicyList['unread'] }) {
  if (unread.length === 0) return null;
  return (
    <section aria-label={POLICIES.notRead} className="border-t border-line-faint px-4 py-2.5 text-xs">
      <p className="text-depends-ink">{unreadPolicies(unread.length)}</p>
      <ul className="mt-1 max-h-40 overflow-y-auto">
        {unread.map(({ policy, file, line, problems }) => (
          <li key={policyKey(policy)} className="mt-1 wrap-anywhere text-ink-2">
            <span className="font-medium text-ink">
              {visibleText([policy.namespace, policy.name].filter((part) => part !== '').join('/'))}
            </span>{' '}
            <span className="text-ink-3">
              {policy.kind}
              {file === undefined ? null : ` · ${visibleText(line === undefined ? file : `${file}:${line}`)}`}
            </span>
            {problems.map((problem) => (
              <span key={problem} className="block">
                {visibleText(problem)}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
