import { FileCodeCorner, type LucideIcon, Minus, Tag, X } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { SIMULATE } from '#lib/text/en/simulate.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import type { SimulatedChange } from './simulated-change.ts';
import { labelWords, objectCalled } from './written-labels.ts';

interface ChangeListProps {
  readonly changes: readonly SimulatedChange[];
  readonly chosen: string | undefined;
  /** How many problems a change has. */
  readonly problemsOf: (id: string) => number;
  readonly onChoose: (id: string) => void;
  readonly onTakeBack: (id: string) => void;
}

const ICONS: Readonly<Record<SimulatedChange['type'], LucideIcon>> = {
  yaml: FileCodeCorner,
  remove: Minus,
  labels: Tag,
};

/** Everything that is proposed, in the order in which it was. */
export function ChangeList({ changes, chosen, problemsOf, onChoose, onTakeBack }: ChangeListProps) {
  return (
    <ul aria-label={SIMULATE.list} className="max-h-40 shrink-0 overflow-y-auto border-b border-line">
      {changes.map((change) => {
        const Icon = ICONS[change.type];
        const called = changeCalled(change);
        const problems = problemsOf(change.id);
        const isChosen = change.id === chosen;
        return (
          <li
            key={change.id}
            className={`flex h-8 items-center gap-2 border-b border-line-faint pr-1.5 last:border-b-0 ${isChosen ? 'bg-selected shadow-[inset_2px_0_var(--color-sim)]' : ''}`}
          >
            <button
              type="button"
              aria-pressed={isChosen}
              onClick={() => onChoose(change.id)}
              className="flex h-full min-w-0 flex-1 items-center gap-2 pl-3 text-left focus-visible:-outline-offset-2"
            >
              <Icon className="size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
              <span className="truncate font-medium">{visibleText(called)}</span>
              <span className="truncate text-xs text-ink-3">{visibleText(detailOf(change))}</span>
              {problems === 0 ? null : (
                <span className="ml-auto shrink-0 text-xs text-error-ink">{SIMULATE.problems(problems)}</span>
              )}
            </button>
            <Button
              variant="quiet"
              size="sm"
              icon
              aria-label={visibleText(SIMULATE.takeBack(called))}
              title={SIMULATE.takeBack(visibleText(called))}
              onClick={() => onTakeBack(change.id)}
            >
              <X className="size-3.5" aria-hidden="true" />
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

/** What a change is called: a text that was begun here by what it says, one from elsewhere by where it is from. */
export function changeCalled(change: SimulatedChange): string {
  if (change.type !== 'yaml') return objectCalled(change.object);
  return change.title === SIMULATE.choices.policy ? (firstObject(change.text) ?? change.title) : change.title;
}

function firstObject(text: string): string | undefined {
  const field = (pattern: RegExp): string | undefined => pattern.exec(text)?.[1]?.replaceAll(/^["']|["']$/g, '');
  const kind = field(/^kind: *(\S+)/m);
  const name = field(/^ {2}name: *(\S+)/m);
  if (kind === undefined || name === undefined) return undefined;
  return objectCalled({ kind, name, namespace: field(/^ {2}namespace: *(\S+)/m) });
}

function detailOf(change: SimulatedChange): string {
  if (change.type === 'labels') return labelWords(change.labels).join(' ');
  return change.type === 'remove' ? SIMULATE.isGone : '';
}
