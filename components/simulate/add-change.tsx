'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { policiesQuery, searchQuery } from '#components/api/queries.ts';
import { Button } from '#components/ui/button.tsx';
import type { PolicyRef } from '#lib/policy/types.ts';
import { SIMULATE } from '#lib/text/en/simulate.ts';
import { newWorkload } from './change-templates.ts';
import { policyObjectName } from './policy-object-name.ts';
import type { NewChange } from './simulated-change.ts';
import { labelsOf, objectCalled, objectOf } from './written-labels.ts';

export type AddForm = 'edit' | 'remove' | 'labels' | 'workload';

interface AddChangeProps {
  readonly cluster: string;
  readonly form: AddForm;
  readonly onAdd: (change: NewChange) => void;
  /** Edits a policy that is there: its text has to be asked for first. */
  readonly onEdit: (policy: PolicyRef) => void;
  readonly onClose: () => void;
}

/** The form for one more change. */
export function AddChange(props: AddChangeProps) {
  switch (props.form) {
    case 'edit':
    case 'remove':
      return <PolicyForm {...props} />;
    case 'labels':
      return <LabelsForm {...props} />;
    case 'workload':
      return <WorkloadForm {...props} />;
  }
}

function PolicyForm({ cluster, form, onAdd, onEdit, onClose }: AddChangeProps) {
  const client = useQueryClient();
  const { data } = useQuery(policiesQuery(cluster));
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const submit = async (): Promise<void> => {
    // Whoever types fast is there before the list.
    const { items } = await client.ensureQueryData(policiesQuery(cluster));
    const wanted = text.trim();
    const found = items.find(({ policy }) => [objectCalled(policy), placeOf(policy)].includes(wanted))?.policy;
    if (found === undefined) setProblem(SIMULATE.noSuchPolicy);
    else if (form === 'edit') onEdit(found);
    else onAdd({ type: 'remove', object: policyObjectName(found) });
  };
  return (
    <Form
      title={SIMULATE.choices[form === 'edit' ? 'edit' : 'remove']}
      problem={problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Field
        label={SIMULATE.policy}
        value={text}
        onChange={setText}
        placeholder={SIMULATE.policyHint}
        options={(data?.items ?? []).map(({ policy }) => objectCalled(policy))}
      />
    </Form>
  );
}

const placeOf = ({ namespace, name }: PolicyRef): string => (namespace === '' ? name : `${namespace}/${name}`);

function LabelsForm({ cluster, onAdd, onClose }: AddChangeProps) {
  const [text, setText] = useState('');
  const [written, setWritten] = useState('');
  const [problem, setProblem] = useState<string>();
  const { data } = useQuery({ ...searchQuery(cluster, text.trim()), enabled: text.trim().length > 1 });
  const options = (data?.groups ?? []).flatMap(({ group, items }) =>
    group === 'workloads' || group === 'namespaces' || group === 'pods' ? items.map(({ id }) => id) : [],
  );
  const submit = (): void => {
    const object = objectOf(text);
    const labels = labelsOf(written);
    if (object === undefined) setProblem(SIMULATE.badObject);
    else if (labels === undefined) setProblem(SIMULATE.badLabels);
    else onAdd({ type: 'labels', object, labels });
  };
  return (
    <Form title={SIMULATE.choices.labels} problem={problem} onSubmit={submit} onClose={onClose}>
      <Field
        label={SIMULATE.object}
        value={text}
        onChange={setText}
        placeholder={SIMULATE.objectHint}
        options={options}
      />
      <Field label={SIMULATE.labels} value={written} onChange={setWritten} placeholder={SIMULATE.labelsHint} />
      <p className="text-xs text-ink-3">{SIMULATE.labelsHelp}</p>
    </Form>
  );
}

const MOST_PODS = 1000;

function WorkloadForm({ onAdd, onClose }: AddChangeProps) {
  const [draft, setDraft] = useState({ namespace: '', name: '', labels: '', replicas: '1' });
  const [problem, setProblem] = useState<string>();
  const submit = (): void => {
    const [namespace, name] = [draft.namespace.trim(), draft.name.trim()];
    const replicas = Number(draft.replicas);
    const labels = draft.labels.trim() === '' ? { app: name } : labelsOf(draft.labels);
    const isNamed =
      namespace !== '' && name !== '' && Number.isInteger(replicas) && replicas >= 1 && replicas <= MOST_PODS;
    if (!isNamed || labels === undefined) {
      setProblem(isNamed ? SIMULATE.badLabels : SIMULATE.badWorkload);
      return;
    }
    onAdd({
      type: 'yaml',
      title: `Deployment ${namespace}/${name}`,
      text: newWorkload(namespace, name, labels, replicas),
    });
  };
  const field = (key: keyof typeof draft, label: string, placeholder?: string) => (
    <Field
      label={label}
      value={draft[key]}
      onChange={(value) => setDraft({ ...draft, [key]: value })}
      placeholder={placeholder}
    />
  );
  return (
    <Form title={SIMULATE.choices.workload} problem={problem} onSubmit={submit} onClose={onClose}>
      <div className="grid grid-cols-2 gap-2">
        {field('namespace', SIMULATE.namespace)}
        {field('name', SIMULATE.name)}
        {field('labels', SIMULATE.labels, 'app=…')}
        {field('replicas', SIMULATE.replicas)}
      </div>
    </Form>
  );
}

interface FormProps {
  readonly title: string;
  readonly problem: string | undefined;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

function Form({ title, problem, onSubmit, onClose, children }: FormProps) {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  return (
    <form
      ref={form}
      aria-label={title}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
      className="flex flex-col gap-2 border-b border-line bg-page px-3 py-2.5"
    >
      <h3 className="font-semibold">{title}</h3>
      {children}
      {problem === undefined ? null : (
        <p role="alert" className="text-xs text-error-ink">
          {problem}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" size="sm" variant="simulation">
          {SIMULATE.addIt}
        </Button>
        <Button size="sm" variant="quiet" onClick={onClose}>
          {SIMULATE.cancel}
        </Button>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string | undefined;
  readonly options?: readonly string[];
}

function Field({ label, value, onChange, placeholder, options }: FieldProps) {
  const listId = useId();
  return (
    <label className="flex min-w-0 flex-col gap-[3px]">
      <span className="text-xs text-ink-3">{label}</span>
      <input
        value={value}
        onChange={(event) => onChange(event.target.value)}
        list={options === undefined ? undefined : listId}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        className="h-[30px] w-full rounded-md border border-line-strong bg-surface px-2 font-mono text-xs placeholder:text-ink-3"
      />
      {options === undefined ? null : (
        <datalist id={listId}>
          {options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      )}
    </label>
  );
}
