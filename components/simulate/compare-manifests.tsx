import { changedLines, wholeLines } from '#components/data/changed-lines.ts';
import { YamlBlock, type YamlLine } from '#components/ui/yaml-block.tsx';
import type { SimulationAnswer } from '#lib/api/simulation-schemas.ts';
import { foldedLines } from '#lib/text/en/compare-page.ts';
import { SIMULATE } from '#lib/text/en/simulate.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { objectCalled } from './written-labels.ts';

type Simulated = SimulationAnswer['objects'][number];

/** Every object of the proposal against what it is in the cluster. */
export function CompareManifests({ objects }: { readonly objects: readonly Simulated[] }) {
  const different = objects.filter(({ change }) => change !== 'unchanged' && change !== 'absent');
  if (different.length === 0) return <p className="p-3 text-ink-2">{SIMULATE.nothingToCompare}</p>;
  return (
    <div className="flex flex-col gap-3 p-3">
      {different.map((object) => {
        const called = visibleText(objectCalled(object));
        return (
          <section key={called} aria-label={called}>
            <h3 className="mb-1 flex items-center gap-2 font-semibold">
              <span className="min-w-0 truncate">{called}</span>
              <span className="text-xs font-normal text-ink-3">{WORDS[object.change]}</span>
            </h3>
            <YamlBlock label={called} lines={linesOf(object)} />
          </section>
        );
      })}
    </div>
  );
}

const WORDS: Readonly<Partial<Record<Simulated['change'], string>>> = {
  added: SIMULATE.isNew,
  changed: SIMULATE.differs,
  removed: SIMULATE.isGone,
};

function linesOf({ before, after }: Simulated): readonly YamlLine[] {
  if (before !== undefined && after !== undefined) return changedLines(before, after, foldedLines);
  const change = after === undefined ? 'removed' : 'added';
  return wholeLines(after ?? before ?? '').map((line) => (line.type === 'fold' ? line : { ...line, change }));
}
