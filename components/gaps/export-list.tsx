'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { shownRevisions } from '#components/api/shown-revisions.ts';
import { saveFile } from '#components/shell/save-file.ts';
import { MenuButton } from '#components/ui/menu-button.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { apiFetchBlob } from '#lib/api/client.ts';
import { GAPS_PAGE } from '#lib/text/en/gaps-page.ts';

const FORMATS = ['csv', 'sarif', 'json'] as const;

/** The whole list as a file, in the formats of `ringfence scan`. */
export function ExportList({ cluster }: { readonly cluster: string }) {
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const save = async (format: (typeof FORMATS)[number]): Promise<void> => {
    setBusy(true);
    try {
      const rev = shownRevisions.of(cluster).shown;
      const file = await apiFetchBlob('GET /api/clusters/{cluster}/gap-list', { cluster, rev, format });
      saveFile(file, GAPS_PAGE.exportName(cluster, format));
    } catch {
      toast(GAPS_PAGE.exportFailed);
    } finally {
      setBusy(false);
    }
  };
  return (
    <MenuButton
      label={
        <>
          <Download className="size-3.5" aria-hidden="true" />
          {GAPS_PAGE.exportList}
        </>
      }
      busy={busy}
      items={FORMATS.map((format) => ({ label: GAPS_PAGE.exportAs[format], onChoose: () => void save(format) }))}
    />
  );
}
