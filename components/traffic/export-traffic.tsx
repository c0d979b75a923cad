'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { shownRevisions } from '#components/api/shown-revisions.ts';
import { saveFile } from '#components/shell/save-file.ts';
import { MenuButton } from '#components/ui/menu-button.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { apiFetchBlob } from '#lib/api/client.ts';
import type { FlowWindow } from '#lib/flows/flow-row.ts';
import { TRAFFIC_PAGE } from '#lib/text/en/traffic-page.ts';

const FORMATS = ['csv', 'json'] as const;

/** All rows of the window that the filter keeps, as a file. */
export function ExportTraffic({
  cluster,
  window,
  filter,
}: {
  readonly cluster: string;
  readonly window: FlowWindow;
  readonly filter: string;
}) {
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const save = async (format: (typeof FORMATS)[number]): Promise<void> => {
    setBusy(true);
    try {
      const rev = shownRevisions.of(cluster).shown;
      const [from, to] = [window.from, window.to].map((at) => new Date(at).toISOString());
      const file = await apiFetchBlob('GET /api/clusters/{cluster}/observed-list', {
        ...{ cluster, rev, format, from, to },
        filter: filter || undefined,
      });
      saveFile(file, TRAFFIC_PAGE.exportName(cluster, format));
    } catch {
      toast(TRAFFIC_PAGE.exportFailed);
    } finally {
      setBusy(false);
    }
  };
  return (
    <MenuButton
      label={
        <>
          <Download className="size-3.5" aria-hidden="true" />
          {TRAFFIC_PAGE.export}
        </>
      }
      busy={busy}
      items={FORMATS.map((format) => ({ label: TRAFFIC_PAGE.exportAs[format], onChoose: () => void save(format) }))}
    />
  );
}
