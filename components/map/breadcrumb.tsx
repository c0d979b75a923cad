import { ChevronRight } from 'lucide-react';
import type { Scene } from '#lib/graph/types.ts';
import { MAP } from '#lib/text/en/map.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import type { MapLevels } from './use-map-levels.ts';

interface BreadcrumbProps {
  readonly scene: Scene;
  readonly levels: MapLevels;
}

/** Where the map is: the cluster, a namespace of it, a workload of that. Nothing at the top. */
export function Breadcrumb({ scene, levels }: BreadcrumbProps) {
  const { namespace, workload } = scene;
  if (namespace === undefined) return null;
  const steps = [
    { key: 'top', label: MAP.allNamespaces, go: levels.top },
    { key: 'namespace', label: namespace, go: () => levels.openNamespace(namespace) },
    ...(workload === undefined ? [] : [{ key: 'workload', label: workload.split('/')[2] ?? workload, go: undefined }]),
  ];
  return (
    <nav aria-label={MAP.opened} className="min-w-0">
      <ol className="flex min-w-0 items-center gap-0.5 text-xs">
        {steps.map(({ key, label, go }, at) => {
          const here = at === steps.length - 1;
          return (
            <li key={key} className="flex min-w-0 items-center gap-0.5">
              {at === 0 ? null : <ChevronRight className="size-3 shrink-0 text-ink-3" aria-hidden="true" />}
              {here ? (
                <span aria-current="location" title={visibleText(label)} className="max-w-44 truncate px-1 font-medium">
                  {visibleText(label)}
                </span>
              ) : (
                <button
                  type="button"
                  title={visibleText(label)}
                  onClick={go}
                  className="min-h-6 max-w-36 truncate rounded-sm px-1 text-ink-2 hover:bg-hover hover:text-ink"
                >
                  {visibleText(label)}
                </button>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
