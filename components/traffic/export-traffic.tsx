'use client';

import { shownRevisions } from '#components/api/shown-revisions.ts';
import { SaveAsMenu } from '#components/shell/save-as-menu.tsx';
import { apiFetchBlob } from '#lib/api/client.ts';
import type { FlowWindow } from '#lib/flows/flow-row.ts';
import { TRAFFIC_PAGE } from '#lib/text/en/traffic-page.ts';

const FORMATS = ['csv', 'json'] as const;

interface ExportTrafficProps {
  readonly cluster: string;
  readonly window: FlowWindow;
  readonly filter: string;
}

/** All rows of the window that the filter keeps, as a file. */
export function ExportTraffic({ cluster, window, filter }: ExportTrafficProps) {
  return (
    <SaveAsMenu
      cluster={cluster}
      label={TRAFFIC_PAGE.export}
      formats={FORMATS}
      nameOf={TRAFFIC_PAGE.exportAs}
      fileName={(format) => TRAFFIC_PAGE.exportName(cluster, format)}
      ask={(format) => {
        const rev = shownRevisions.of(cluster).shown;
        const [from, to] = [window.from, window.to].map((at) => new Date(at).toISOString());
        return apiFetchBlob('GET /api/clusters/{cluster}/observed-list', {
          ...{ cluster, rev, format, from, to },
          filter: filter || undefined,
        });
      }}
      failed={TRAFFIC_PAGE.exportFailed}
    />
  );
}
