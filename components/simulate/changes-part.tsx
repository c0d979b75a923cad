'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { policyQuery } from '#components/api/queries.ts';
import { wholeLines } from '#components/data/changed-lines.ts';
import { Button } from '#components/ui/button.tsx';
import { MenuButton } from '#components/ui/menu-button.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { YamlBlock } from '#components/ui/yaml-block.tsx';
import type { SimulationAnswer } from '#lib/api/simulation-schemas.ts';
import type { PolicyRef } from '#lib/policy/types.ts';
import { SIMULATE } from '#lib/text/en/simulate.ts';
import { AddChange, type AddForm } from './add-change.tsx';
import { ChangeDetail } from './change-detail.tsx';
import { ChangeList } from './change-list.tsx';
import { objectsOf, problemsById } from './change-reading.ts';
import { newPolicy } from './change-templates.ts';
import type { LineProblem } from './code-editor.tsx';
import { CompareManifests } from './compare-manifests.tsx';
import { policyManifest } from './policy-manifest.ts';
import { patchText } from './proposal-output.ts';
import type { NewChange, SimulatedChange } from './simulated-change.ts';
import type { Simulation } from './use-simulation.ts';
import { objectCalled } from './written-labels.ts';

export const TABS = ['edit', 'compare', 'patch'] as const;
const NO_PROBLEMS: readonly LineProblem[] = [];

interface ChangesPartProps {
  readonly cluster: string;
  readonly simulation: Simulation;
  readonly answer: SimulationAnswer | undefined;
  /** The changes that `answer` is of. */
  readonly asked: readonly SimulatedChange[];
  readonly tab: (typeof TABS)[number];
  readonly chosen: string | undefined;
  /** Where a new policy begins. */
  readonly namespace: string;
  readonly onTab: (tab: (typeof TABS)[number]) => void;
  readonly onChoose: (id: string) => void;
  readonly chooseFiles: (what: 'file' | 'folder') => void;
}

/** The proposed changes: their list, one of them to edit, and all against the cluster and as a patch. */
export function ChangesPart(props: ChangesPartProps) {
  const { cluster, simulation, answer, asked, tab, namespace, onTab, onChoose, chooseFiles } = props;
  const { changes = [] } = simulation;
  const [form, setForm] = useState<AddForm>();
  const client = useQueryClient();
  const chosen = changes.find(({ id }) => id === props.chosen) ?? changes.at(-1);
  const problems = useMemo(() => problemsById(answer, asked), [answer, asked]);
  const add = (change: NewChange): void => {
    setForm(undefined);
    const [id] = simulation.add([change]);
    if (id !== undefined) onChoose(id);
  };
  const edit = async (policy: PolicyRef): Promise<void> => {
    const view = await client.fetchQuery(policyQuery(cluster, policy.kind, policy.namespace, policy.name));
    add({ type: 'yaml', title: objectCalled(policy), text: policyManifest(view.text) });
  };
  const choices = SIMULATE.choices;
  return (
    <>
      <div className="flex min-h-10 shrink-0 items-center gap-2 border-b border-line-faint pr-2 pl-3">
        <h2 className="font-semibold">{SIMULATE.changes}</h2>
        <span className="text-ink-3 tabular-nums">{changes.length}</span>
        <span className="grow" />
        <MenuButton
          label={
            <>
              <Plus className="size-3" aria-hidden="true" />
              {SIMULATE.add}
            </>
          }
          items={[
            {
              label: choices.policy,
              onChoose: () => add({ type: 'yaml', title: choices.policy, text: newPolicy(namespace) }),
            },
            { label: choices.edit, onChoose: () => setForm('edit') },
            { label: choices.remove, onChoose: () => setForm('remove') },
            { label: choices.labels, onChoose: () => setForm('labels') },
            { label: choices.workload, onChoose: () => setForm('workload') },
            { label: choices.file, onChoose: () => chooseFiles('file') },
            { label: choices.folder, onChoose: () => chooseFiles('folder') },
          ]}
        />
      </div>
      {form === undefined ? null : (
        <AddChange
          key={form}
          cluster={cluster}
          form={form}
          onAdd={add}
          onEdit={(policy) => void edit(policy)}
          onClose={() => setForm(undefined)}
        />
      )}
      {changes.length === 0 ? (
        <div className="min-h-0 flex-1 p-3">
          <p className="rounded-md bg-sunken p-3 text-ink-2">{SIMULATE.dropHint}</p>
          <div className="mt-3 flex flex-wrap gap-2">
            <Button onClick={() => add({ type: 'yaml', title: choices.policy, text: newPolicy(namespace) })}>
              {choices.policy}
            </Button>
            <Button onClick={() => setForm('edit')}>{choices.edit}</Button>
            <Button onClick={() => setForm('remove')}>{choices.remove}</Button>
          </div>
        </div>
      ) : (
        <>
          <ChangeList
            changes={changes}
            chosen={chosen?.id}
            problemsOf={(id) => (problems.get(id) ?? []).filter(({ severity }) => severity === 'error').length}
            onChoose={onChoose}
            onTakeBack={simulation.takeBack}
          />
          <div className="shrink-0 px-3 pt-2.5">
            <Segmented
              label={SIMULATE.views}
              size="sm"
              options={TABS.map((value) => ({ value, label: SIMULATE[value] }))}
              value={tab}
              onChange={onTab}
            />
          </div>
          {tab === 'edit' && chosen !== undefined ? (
            <ChangeDetail
              change={chosen}
              problems={problems.get(chosen.id) ?? NO_PROBLEMS}
              objects={answer === undefined ? undefined : objectsOf(chosen, changes, answer)}
              onWrite={(text) => simulation.write(chosen.id, text)}
            />
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what is long scrolls, and keyboards have to reach it
            <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2">
              {tab === 'compare' ? (
                <CompareManifests objects={answer?.objects ?? []} />
              ) : (
                <div className="p-3">
                  <YamlBlock label={SIMULATE.patch} lines={wholeLines(patchText(changes))} />
                </div>
              )}
            </div>
          )}
        </>
      )}
    </>
  );
}
