'use client';

import { FlaskConical, Link2, type LucideIcon, Redo2, Undo2, X } from 'lucide-react';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { useToast } from '#components/ui/toast.tsx';
import type { SimulationAnswer } from '#lib/api/simulation-schemas.ts';
import { copied } from '#lib/text/en/shell.ts';
import { proposalSentence, SIMULATE } from '#lib/text/en/simulate.ts';
import { SHOWN, type Shown } from './shown-scene.ts';
import { linkFragment } from './simulation-link.ts';
import type { Simulation } from './use-simulation.ts';

interface SimulationHeadProps {
  readonly cluster: string;
  readonly simulation: Simulation;
  readonly answer: SimulationAnswer | undefined;
  readonly shown: Shown;
  readonly onShown: (shown: Shown) => void;
}

/** The blue head: that nothing is applied, what is proposed, and which state the map shows. */
export function SimulationHead({ cluster, simulation, answer, shown, onShown }: SimulationHeadProps) {
  const toast = useToast();
  const { changes = [], canUndo, canRedo, undo, redo } = simulation;
  const of = (change: string) => answer?.objects.filter((object) => object.change === change).length ?? 0;
  const sentence = proposalSentence({ added: of('added'), changed: of('changed'), removed: of('removed') });
  const copyLink = async (): Promise<void> => {
    const fragment = await linkFragment(changes);
    if (fragment === undefined) return toast(SIMULATE.linkTooLong);
    await navigator.clipboard.writeText(`${window.location.href.split('#')[0]}${fragment}`);
    toast(copied(SIMULATE.link));
  };
  return (
    <header className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-2.5 gap-y-1.5 bg-sim px-3.5 py-1.5 text-on-sim">
      <FlaskConical className="size-4 shrink-0" strokeWidth={1.8} aria-hidden="true" />
      <h1 className="font-semibold">{SIMULATE.nothingApplied}</h1>
      <p role="status" className="min-w-0 flex-1 truncate max-lg:hidden">
        {sentence === '' ? SIMULATE.start : sentence}
      </p>
      <ShownChoice shown={shown} onShown={onShown} />
      <StepButton label={SIMULATE.undo} can={canUndo} onStep={undo} icon={Undo2} />
      <StepButton label={SIMULATE.redo} can={canRedo} onStep={redo} icon={Redo2} />
      <Button variant="on-simulation" size="sm" disabled={changes.length === 0} onClick={() => void copyLink()}>
        <Link2 className="size-3" aria-hidden="true" />
        {SIMULATE.copyLink}
      </Button>
      <ButtonLink variant="on-simulation" size="sm" href={clusterHref(cluster)}>
        <X className="size-3" aria-hidden="true" />
        {SIMULATE.leave}
      </ButtonLink>
    </header>
  );
}

interface StepButtonProps {
  readonly label: string;
  readonly can: boolean;
  readonly onStep: () => void;
  readonly icon: LucideIcon;
}

function StepButton({ label, can, onStep, icon: Icon }: StepButtonProps) {
  return (
    <Button variant="on-simulation" size="sm" icon aria-label={label} title={label} disabled={!can} onClick={onStep}>
      <Icon className="size-3.5" aria-hidden="true" />
    </Button>
  );
}

const LABELS: Readonly<Record<Shown, string>> = {
  before: SIMULATE.before,
  after: SIMULATE.after,
  changes: SIMULATE.onlyChanges,
};

/** As the segmented control, on blue. */
function ShownChoice({ shown, onShown }: Pick<SimulationHeadProps, 'shown' | 'onShown'>) {
  return (
    <fieldset className="inline-flex h-[26px] shrink-0 rounded-md border border-on-sim p-px">
      <legend className="sr-only">{SIMULATE.show}</legend>
      {SHOWN.map((each) => (
        <label
          key={each}
          className="inline-flex items-center rounded-sm px-2 text-xs font-medium whitespace-nowrap text-on-sim has-checked:bg-surface has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-on-sim"
        >
          <input
            type="radio"
            name="simulation-shown"
            className="sr-only"
            checked={shown === each}
            onChange={() => onShown(each)}
          />
          {LABELS[each]}
        </label>
      ))}
    </fieldset>
  );
}
