import { FenceGlyph } from '#components/ui/fence-glyph.tsx';
import { Term } from '#components/ui/term.tsx';
import type { PolicyList } from '#lib/api/policy-types.ts';
import { count } from '#lib/text/en/count.ts';
import { POLICIES, share, undecidedPods } from '#lib/text/en/policies.ts';
import { visibleText } from '#lib/text/visible-text.ts';

/** Isolation per namespace and direction: posts show a new pod without labels, bars the pods there are. */
export function IsolationPanel({
  list,
  isWhole,
  chosen,
  onChoose,
}: {
  readonly list: PolicyList;
  /** Whether policies of all other kinds could be read. */
  readonly isWhole: boolean;
  /** The namespace that the list is narrowed to. */
  readonly chosen: string | undefined;
  readonly onChoose: (namespace: string | undefined) => void;
}) {
  const covered = new Set([...list.items, ...list.unread].map(({ policy }) => policy.namespace));
  // A cluster-wide policy may reach into a namespace that has none of its own.
  const isUntouched = (row: PolicyList['isolation'][number]): boolean =>
    row.phantom.ingress === 'no' && row.phantom.egress === 'no';
  const hasClusterWide = list.items.some(({ tier }) => tier !== undefined);
  const bare = list.isolation.filter(
    (row) => row.notRead !== true && !covered.has(row.namespace) && (!hasClusterWide || isUntouched(row)),
  );
  const notRead = list.isolation.filter((row) => row.notRead === true);
  return (
    <aside
      aria-label={POLICIES.isolation}
      className="min-w-0 border-line bg-surface max-lg:border-t lg:min-h-0 lg:overflow-y-auto lg:border-l"
    >
      <div className="px-3.5 pt-3 pb-2">
        <h2 className="text-md font-semibold">
          {POLICIES.isolation} <span className="text-xs font-normal text-ink-3">{POLICIES.pods}</span>
        </h2>
        <p className="mt-1 text-xs text-ink-2">
          {POLICIES.postsNote.before}
          <Term of="phantom">{POLICIES.postsNote.phantom}</Term>
          {POLICIES.postsNote.between}
          <Term of="hostNetwork">{POLICIES.postsNote.hostNetwork}</Term>
          {POLICIES.postsNote.after}
        </p>
      </div>
      <table className="w-full border-separate border-spacing-0">
        <thead>
          <tr className="text-left text-xs text-ink-3 [&>th]:h-[30px] [&>th]:border-b [&>th]:border-line [&>th]:bg-sunken [&>th]:font-medium">
            <th scope="col" className="pl-3.5">
              {POLICIES.namespace}
            </th>
            <th scope="col">{POLICIES.inwards}</th>
            <th scope="col" className="pr-3.5">
              {POLICIES.outwards}
            </th>
          </tr>
        </thead>
        <tbody>
          {list.isolation.map(({ namespace, pods, ingress, egress, undecided, phantom }) => (
            <tr
              key={namespace}
              className={`[&>*]:h-8 [&>*]:border-b [&>*]:border-line-faint ${chosen === namespace ? 'bg-selected shadow-[inset_2px_0_var(--color-accent)]' : ''}`}
            >
              <th scope="row" className="max-w-0 pr-2 pl-3.5 text-left font-medium">
                <span className="flex items-center gap-2">
                  <FenceGlyph isolation={phantom} size={13} />
                  <button
                    type="button"
                    aria-pressed={chosen === namespace}
                    title={visibleText(namespace)}
                    onClick={() => onChoose(chosen === namespace ? undefined : namespace)}
                    className="min-h-6 truncate hover:underline"
                  >
                    {namespace}
                  </button>
                </span>
              </th>
              <td className="w-px pr-3">
                <Share part={ingress} whole={pods} undecided={undecided.ingress} />
              </td>
              <td className="w-px pr-3.5">
                <Share part={egress} whole={pods} undecided={undecided.egress} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Namespaces title={POLICIES.notRead} rows={notRead} />
      <Namespaces title={isWhole ? POLICIES.noPolicyAtAll : POLICIES.noPolicyRead} rows={bare} />
    </aside>
  );
}

function Namespaces({ title, rows }: { readonly title: string; readonly rows: PolicyList['isolation'] }) {
  if (rows.length === 0) return null;
  return (
    <section className="px-3.5 py-2.5">
      <h3 className="mb-1.5 flex text-xs font-medium text-ink-3">
        {title}
        <span className="ml-auto tabular-nums">{count(rows.length)}</span>
      </h3>
      <ul className="flex flex-wrap gap-1">
        {rows.map(({ namespace }) => (
          <li
            key={namespace}
            className="inline-flex h-[22px] max-w-full items-center rounded-sm border border-line px-[7px] text-xs text-ink-2"
          >
            <span className="truncate">{namespace}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const BAR_WIDTH = 44;

function Share({
  part,
  whole,
  undecided,
}: {
  readonly part: number;
  readonly whole: number;
  readonly undecided: number;
}) {
  const width = whole === 0 ? 0 : (part / whole) * BAR_WIDTH;
  return (
    <span className="flex items-center gap-1.5 text-xs whitespace-nowrap tabular-nums">
      {undecided > 0 ? null : (
        <svg width={BAR_WIDTH} height="7" aria-hidden="true" className="shrink-0">
          <rect
            x="0.5"
            y="0.5"
            width={BAR_WIDTH - 1}
            height="6"
            rx="2"
            fill="none"
            stroke="var(--color-line-strong)"
            strokeDasharray="2 2"
          />
          <rect width={width} height="7" rx="1.5" fill="var(--color-ink-2)" />
        </svg>
      )}
      {undecided === whole && undecided > 0 ? null : share(part, whole)}
      {undecided === 0 ? null : (
        <span className="text-depends-ink">{undecided === whole ? POLICIES.undecided : undecidedPods(undecided)}</span>
      )}
    </span>
  );
}
