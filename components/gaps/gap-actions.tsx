'use client';

import { useQueryClient } from '@tanstack/react-query';
import {
  Download,
  Ellipsis,
  FileText,
  FlaskConical,
  GitPullRequest,
  Link,
  type LucideIcon,
  Stamp,
  Waypoints,
} from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { Ref } from 'react';
import { gapEffectQuery } from '#components/api/queries.ts';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { saveResult } from '#components/shell/save-result.ts';
import { Button } from '#components/ui/button.tsx';
import { MenuButton, type MenuItem } from '#components/ui/menu-button.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { gapMarkdown } from '#lib/gdpr/gap-markdown.ts';
import type { Gap } from '#lib/gdpr/types.ts';
import { GAPS_PAGE } from '#lib/text/en/gaps-page.ts';
import { copied, LINK_COPIED } from '#lib/text/en/shell.ts';
import { SIMULATE_LINKS } from '#lib/text/en/simulate.ts';
import { useSimulateFix } from './use-simulate-fix.ts';

interface GapActionsProps {
  readonly cluster: string;
  readonly gap: Gap;
  /** Absent where it is waived, or just being. */
  readonly onWaive: (() => void) | undefined;
  /** It gets the focus back from the form that it opens. */
  readonly waiveButton: Ref<HTMLButtonElement>;
}

/** What can be done with a gap: the patch and the waiver first; the rest in a menu. */
export function GapActions({ cluster, gap, onWaive, waiveButton }: GapActionsProps) {
  const client = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const { yaml } = gap.fix;
  const simulate = useSimulateFix(cluster, gap);
  const copy = (text: string, what: string): void =>
    void navigator.clipboard.writeText(text).then(() => toast(copied(what)));
  const markdown = (): string => {
    const effect = client.getQueryData(gapEffectQuery(cluster, gap.id).queryKey)?.effect ?? undefined;
    const known = effect === undefined ? gap : { ...gap, fix: { ...gap.fix, effect } };
    return gapMarkdown(known, `${window.location.origin}${gapHref(cluster, gap.id)}`);
  };
  return (
    <div className="flex flex-wrap gap-1.5 border-b border-line-faint px-3.5 py-3">
      {yaml === '' ? null : (
        <Button size="sm" variant="primary" onClick={() => copy(yaml, GAPS_PAGE.patch)}>
          <GitPullRequest className="size-3" aria-hidden="true" />
          {GAPS_PAGE.copyFix}
        </Button>
      )}
      {simulate === undefined ? null : (
        <Button size="sm" aria-keyshortcuts="S" onClick={simulate}>
          <FlaskConical className="size-3" aria-hidden="true" />
          {SIMULATE_LINKS.fix}
        </Button>
      )}
      {onWaive === undefined ? null : (
        <Button size="sm" ref={waiveButton} onClick={onWaive}>
          <Stamp className="size-3" aria-hidden="true" />
          {GAPS_PAGE.waive}
        </Button>
      )}
      <span className="ml-auto">
        <MenuButton
          name={GAPS_PAGE.more}
          label={<Ellipsis className="size-3.5" aria-hidden="true" />}
          items={[
            ...(yaml === ''
              ? []
              : [
                  item(Download, GAPS_PAGE.download, () =>
                    saveResult(cluster, new Blob([yaml], { type: 'application/yaml' }), `${gap.id.toLowerCase()}.yaml`),
                  ),
                ]),
            item(FileText, GAPS_PAGE.copyMarkdown, () => copy(markdown(), GAPS_PAGE.markdown)),
            item(Waypoints, GAPS_PAGE.showOnMap, () =>
              router.push(`${clusterHref(cluster, 'map')}?gap=${encodeURIComponent(gap.id)}`),
            ),
            item(Link, GAPS_PAGE.copyLink, () => copy(window.location.href, LINK_COPIED)),
          ]}
        />
      </span>
    </div>
  );
}

function item(Icon: LucideIcon, text: string, onChoose: () => void): MenuItem {
  return {
    label: (
      <>
        <Icon className="size-3.5 text-ink-3" aria-hidden="true" />
        {text}
      </>
    ),
    onChoose,
  };
}

/** The address of a gap, without the filters that it was found by. */
function gapHref(cluster: string, id: string): string {
  return `${clusterHref(cluster, 'gaps')}?gap=${encodeURIComponent(id)}`;
}
