'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { saveResult } from '#components/shell/save-result.ts';
import { MenuButton } from '#components/ui/menu-button.tsx';
import { useToast } from '#components/ui/toast.tsx';

interface SaveAsMenuProps<Format extends string> {
  readonly cluster: string;
  readonly label: string;
  readonly formats: readonly Format[];
  readonly nameOf: Readonly<Record<Format, string>>;
  readonly fileName: (format: Format) => string;
  /** Asks the server for the file. */
  readonly ask: (format: Format) => Promise<Blob>;
  /** What is said where it did not come. */
  readonly failed: string;
}

/** A button that saves a whole list as a file, in one of several formats. */
export function SaveAsMenu<Format extends string>({
  cluster,
  label,
  formats,
  nameOf,
  fileName,
  ask,
  failed,
}: SaveAsMenuProps<Format>) {
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const save = async (format: Format): Promise<void> => {
    setBusy(true);
    try {
      saveResult(cluster, await ask(format), fileName(format));
    } catch {
      toast(failed);
    } finally {
      setBusy(false);
    }
  };
  return (
    <MenuButton
      label={
        <>
          <Download className="size-3.5" aria-hidden="true" />
          {label}
        </>
      }
      busy={busy}
      items={formats.map((format) => ({ label: nameOf[format], onChoose: () => void save(format) }))}
    />
  );
}
