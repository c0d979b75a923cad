'use client';

import { shownRevisions } from '#components/api/shown-revisions.ts';
import { SaveAsMenu } from '#components/shell/save-as-menu.tsx';
import { apiFetchBlob } from '#lib/api/client.ts';
import { GAPS_PAGE } from '#lib/text/en/gaps-page.ts';

const FORMATS = ['csv', 'sarif', 'json'] as const;

/** The whole list as a file, in the formats of `ringfence scan`. */
export function ExportList({ cluster }: { readonly cluster: string }) {
  return (
    <SaveAsMenu
      cluster={cluster}
      label={GAPS_PAGE.exportList}
      formats={FORMATS}
      nameOf={GAPS_PAGE.exportAs}
      fileName={(format) => GAPS_PAGE.exportName(cluster, format)}
      ask={(format) => {
        const rev = shownRevisions.of(cluster).shown;
        return apiFetchBlob('GET /api/clusters/{cluster}/gap-list', { cluster, rev, format });
      }}
      failed={GAPS_PAGE.exportFailed}
    />
  );
}
