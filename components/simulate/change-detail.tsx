import { CircleAlert, CircleCheck, Info } from 'lucide-react';
import dynamic from 'next/dynamic';
import type { SimulationAnswer } from '#lib/api/simulation-schemas.ts';
import { SIMULATE } from '#lib/text/en/simulate.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { changeCalled } from './change-list.tsx';
import type { LineProblem } from './code-editor.tsx';
import type { SimulatedChange } from './simulated-change.ts';
import { labelWords, objectCalled } from './written-labels.ts';

// large, and only here
const CodeEditor = dynamic(() => import('./code-editor.tsx').then((module) => module.CodeEditor), {
  ssr: false,
  loading: () => <div className="min-h-0 flex-1 rounded-md border border-line bg-sunken" />,
});

interface ChangeDetailProps {
  readonly change: SimulatedChange;
  readonly problems: readonly LineProblem[];
  /** Of the objects that this text gives; undefined until they are known. */
  readonly objects: readonly SimulationAnswer['objects'][number][] | undefined;
  readonly onWrite: (text: string) => void;
}

/** One change: its text where it has one, and what the server made of it. */
export function ChangeDetail({ change, problems, objects, onWrite }: ChangeDetailProps) {
  if (change.type !== 'yaml') {
    const absent = objects?.some(({ change: became }) => became === 'absent') === true;
    return (
      <div className="flex flex-col gap-2 p-3">
        <h3 className="font-semibold wrap-anywhere">{visibleText(objectCalled(change.object))}</h3>
        {absent ? <p className="text-depends-ink">{SIMULATE.absent}</p> : null}
        {change.type === 'remove' ? (
          <p className="text-ink-2">{SIMULATE.removes}</p>
        ) : (
          <>
            <h4 className="text-xs text-ink-3">{SIMULATE.labelsOf}</h4>
            <ul className="flex flex-wrap gap-1.5 font-mono text-xs">
              {labelWords(change.labels).map((word) => (
                <li key={word} className="rounded-sm border border-line bg-surface px-1.5 py-0.5 wrap-anywhere">
                  {visibleText(word)}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    );
  }
  const errors = problems.filter(({ severity }) => severity === 'error');
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2 p-3">
      <CodeEditor
        key={change.id}
        label={visibleText(SIMULATE.editor(changeCalled(change)))}
        text={change.text}
        problems={problems}
        onChange={onWrite}
      />
      <Reading errors={errors.length} objects={objects} />
      {problems.length === 0 ? null : (
        <ul
          aria-label={errors.length > 0 ? SIMULATE.problemList : SIMULATE.notes}
          className="max-h-28 shrink-0 overflow-y-auto text-xs"
        >
          {problems.map(({ line, message, severity }) => (
            <li key={`${line} ${message}`} className="flex items-start gap-1.5 py-0.5 wrap-anywhere">
              {severity === 'error' ? (
                <CircleAlert className="mt-0.5 size-3 shrink-0 text-critical" aria-hidden="true" />
              ) : (
                <Info className="mt-0.5 size-3 shrink-0 text-ink-3" aria-hidden="true" />
              )}
              <span className={severity === 'error' ? 'text-error-ink' : 'text-ink-2'}>
                <span className="font-mono">{SIMULATE.problemAt(line)}</span> {visibleText(message)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Reading({ errors, objects }: { readonly errors: number } & Pick<ChangeDetailProps, 'objects'>) {
  if (objects === undefined && errors === 0)
    return <p className="h-5 shrink-0 text-xs text-ink-3">{SIMULATE.editorHint}</p>;
  const words = errors > 0 ? SIMULATE.problems(errors) : readingOf(objects ?? []);
  return (
    <p role="status" className="flex min-h-5 shrink-0 flex-wrap items-center gap-x-3 text-xs">
      <span className={`flex items-center gap-1.5 ${errors > 0 ? 'text-error-ink' : 'text-ink-2'}`}>
        {errors > 0 ? (
          <CircleAlert className="size-3 shrink-0" aria-hidden="true" />
        ) : (
          <CircleCheck className="size-3 shrink-0" aria-hidden="true" />
        )}
        {words}
      </span>
      <span className="text-ink-3">{SIMULATE.editorHint}</span>
    </p>
  );
}

function readingOf(objects: NonNullable<ChangeDetailProps['objects']>): string {
  const [only] = objects;
  if (only === undefined) return SIMULATE.noObject;
  if (objects.every(({ change }) => change === 'unchanged')) return SIMULATE.unchanged;
  return objects.length === 1 && only.selects !== undefined ? SIMULATE.selects(only.selects) : SIMULATE.valid;
}
