'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { saveResult } from '#components/shell/save-result.ts';
import { MenuButton, type MenuItem } from '#components/ui/menu-button.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { apiFetchBlob } from '#lib/api/client.ts';
import type { SceneView } from '#lib/api/scene-types.ts';
import type { SceneThemeName } from '#lib/graph/theme.ts';
import { MAP_EXPORT, mapFileName } from '#lib/text/en/map-export.ts';
import { copied, LINK_COPIED } from '#lib/text/en/shell.ts';

interface ExportMenuProps {
  readonly cluster: string;
  readonly scene: SceneView;
  /** What the picture is narrowed by: a filter that can be read. */
  readonly filter: string;
  readonly gapsOnly: boolean;
  /** Filters that hide what they name. */
  readonly hide: readonly string[];
  /** The opened group of alike workloads. */
  readonly unfolded: string | undefined;
  /** The figure of the layer over the map in a theme; absent: the server draws the map without. */
  readonly figureOfLayer: ((theme: SceneThemeName) => Promise<string>) | undefined;
}

const THEMES = ['light', 'dark', 'print'] as const satisfies readonly SceneThemeName[];
const ENDINGS = { mermaid: '.mmd', dot: '.dot', csv: '.csv', json: '.json' } as const;
type Format = keyof typeof ENDINGS;

/** The whole map as a file or on the clipboard, at the level and with the filter that is looked at. */
export function ExportMenu({ cluster, scene, filter, gapsOnly, hide, unfolded, figureOfLayer }: ExportMenuProps) {
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const { level, namespace, workload, revision } = scene;
  const shown = {
    cluster,
    rev: revision.seq,
    level,
    ...(namespace === undefined ? {} : { namespace }),
    ...(workload === undefined ? {} : { workload }),
    ...(unfolded === undefined ? {} : { unfold: unfolded }),
    ...(filter === '' ? {} : { q: filter }),
    ...(gapsOnly ? { only: 'gaps' as const } : {}),
    ...(hide.length === 0 ? {} : { hide: hide.join('\n') }),
  };
  const name = (ending: string) =>
    mapFileName([cluster, level, namespace, workload?.split('/').at(-1)], revision.seq, ending);
  const figure = async (theme: SceneThemeName): Promise<Blob> =>
    figureOfLayer === undefined
      ? apiFetchBlob('GET /api/clusters/{cluster}/map.svg', { ...shown, theme })
      : new Blob([await figureOfLayer(theme)], { type: 'image/svg+xml' });
  const text = (format: Format | 'markdown') =>
    apiFetchBlob('GET /api/clusters/{cluster}/map-export', { ...shown, format });
  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    try {
      await work();
    } catch {
      toast(MAP_EXPORT.failed);
    } finally {
      setBusy(false);
    }
  };
  const save = (ending: string, make: () => Promise<Blob>): (() => void) => {
    return () => void run(async () => saveResult(cluster, await make(), name(ending)));
  };
  const copy = (what: string, make: () => Promise<string>): (() => void) => {
    return () =>
      void run(async () => {
        await navigator.clipboard.writeText(await make());
        toast(copied(what));
      });
  };
  const items: readonly MenuItem[] = [
    ...THEMES.map((theme) => ({
      label: MAP_EXPORT.figure('SVG', MAP_EXPORT.themes[theme]),
      onChoose: save(`-${theme}.svg`, () => figure(theme)),
    })),
    ...THEMES.map((theme) => ({
      label: MAP_EXPORT.figure('PNG', MAP_EXPORT.themes[theme]),
      onChoose: save(`-${theme}.png`, async () => {
        const { pngOfFigure } = await import('./png-of-figure.ts');
        return pngOfFigure(await (await figure(theme)).text());
      }),
    })),
    ...(Object.keys(ENDINGS) as Format[]).map((format) => ({
      label: MAP_EXPORT.formats[format],
      onChoose: save(ENDINGS[format], () => text(format)),
    })),
    { label: MAP_EXPORT.copyLink, onChoose: copy(LINK_COPIED, async () => window.location.href) },
    {
      label: MAP_EXPORT.copyMarkdown,
      onChoose: copy(
        MAP_EXPORT.markdownCopied,
        async () => `${await (await text('markdown')).text()}\n[${MAP_EXPORT.openIt}](<${window.location.href}>)\n`,
      ),
    },
  ];
  return (
    <MenuButton
      name={MAP_EXPORT.label}
      busy={busy}
      items={items}
      label={<Download className="size-3.5" aria-hidden="true" />}
    />
  );
}
