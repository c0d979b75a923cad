'use client';

import { Copy, Download } from 'lucide-react';
import { saveResult } from '#components/shell/save-result.ts';
import { Button } from '#components/ui/button.tsx';
import { useToast } from '#components/ui/toast.tsx';
import type { SimulationAnswer } from '#lib/api/simulation-schemas.ts';
import { copied } from '#lib/text/en/shell.ts';
import { SIMULATE } from '#lib/text/en/simulate.ts';
import { patchText, pullRequestText } from './proposal-output.ts';
import type { SimulatedChange } from './simulated-change.ts';
import { linkFragment } from './simulation-link.ts';

interface OutputButtonsProps {
  readonly cluster: string;
  readonly changes: readonly SimulatedChange[];
  readonly answer: SimulationAnswer | undefined;
}

/** What somebody takes to where changes are made. There is no button that applies anything. */
export function OutputButtons({ cluster, changes, answer }: OutputButtonsProps) {
  const toast = useToast();
  const copy = (text: string, what: string): void =>
    void navigator.clipboard.writeText(text).then(() => toast(copied(what)));
  const save = (text: string, name: string): void =>
    saveResult(cluster, new Blob([text], { type: 'application/yaml' }), name);
  const none = changes.length === 0 || answer === undefined;
  const kustomization = async (): Promise<string> => {
    const { kustomizationText } = await import('./kustomization.ts');
    return answer === undefined ? '' : kustomizationText(answer, changes);
  };
  const copyRequest = async (): Promise<void> => {
    if (answer === undefined) return;
    const fragment = await linkFragment(changes);
    const address = `${window.location.origin}${window.location.pathname}`;
    const link = fragment === undefined ? undefined : `${address}${fragment}`;
    copy(pullRequestText(answer, changes, { cluster, link }), SIMULATE.pullRequest);
  };
  return (
    <section
      aria-label={SIMULATE.outputs}
      className="flex shrink-0 flex-wrap items-center gap-1.5 border-t border-line bg-page px-3 py-2.5"
    >
      <Button
        size="sm"
        variant="simulation"
        disabled={changes.length === 0}
        onClick={() => copy(patchText(changes), SIMULATE.patch)}
      >
        <Copy className="size-3" aria-hidden="true" />
        {SIMULATE.copyPatch}
      </Button>
      <Button
        size="sm"
        icon
        disabled={changes.length === 0}
        aria-label={SIMULATE.downloadPatch}
        title={SIMULATE.downloadPatch}
        onClick={() => save(patchText(changes), `simulation-${cluster}.yaml`)}
      >
        <Download className="size-3" aria-hidden="true" />
      </Button>
      <Button
        size="sm"
        disabled={none}
        onClick={() => void kustomization().then((text) => copy(text, SIMULATE.kustomize))}
      >
        {SIMULATE.kustomize}
      </Button>
      <Button size="sm" disabled={none} onClick={() => void copyRequest()}>
        {SIMULATE.pullRequestShort}
      </Button>
    </section>
  );
}
