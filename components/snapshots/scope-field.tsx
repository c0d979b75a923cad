import { Checkbox } from '#components/ui/checkbox.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { TAKE } from '#lib/text/en/snapshots-page.ts';

interface ScopeFieldProps {
  readonly namespaces: readonly string[];
  /** Undefined: the whole cluster. */
  readonly scope: ReadonlySet<string> | undefined;
  readonly onChange: (scope: ReadonlySet<string> | undefined) => void;
}

/** The whole cluster, or some of its namespaces. */
export function ScopeField({ namespaces, scope, onChange }: ScopeFieldProps) {
  return (
    <fieldset>
      <legend className="mb-1 text-xs text-ink-3">{TAKE.scope}</legend>
      <Segmented
        label={TAKE.scope}
        options={[
          { value: 'whole', label: TAKE.whole },
          { value: 'some', label: TAKE.some },
        ]}
        value={scope === undefined ? 'whole' : 'some'}
        onChange={(value) => onChange(value === 'whole' ? undefined : new Set())}
      />
      {scope === undefined ? null : (
        <>
          <div className="mt-2 grid max-h-40 grid-cols-2 gap-x-3 overflow-y-auto rounded-md border border-line p-2">
            {namespaces.map((namespace) => (
              <Checkbox
                key={namespace}
                label={namespace}
                checked={scope.has(namespace)}
                onChange={(on) => {
                  const next = new Set(scope);
                  if (on) next.add(namespace);
                  else next.delete(namespace);
                  onChange(next);
                }}
              />
            ))}
          </div>
          <p className="mt-1 text-xs text-ink-3">{scope.size === 0 ? TAKE.chooseOne : TAKE.partial}</p>
        </>
      )}
    </fieldset>
  );
}
