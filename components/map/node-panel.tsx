'use client';

import { useQuery } from '@tanstack/react-query';
import { Maximize2 } from 'lucide-react';
import { EntryList } from '#components/pod/entry-list.tsx';
import { endHref } from '#components/pod/pod-address.ts';
import { BoldText } from '#components/ui/bold-text.tsx';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { CopyLink } from '#components/ui/copy-link.tsx';
import { FenceGlyph } from '#components/ui/fence-glyph.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { SeverityTag } from '#components/ui/severity-tag.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { Question } from '#components/why/ask-address.ts';
import type { PodView } from '#lib/api/pod-types.ts';
import { isUnseen } from '#lib/graph/traffic-lines.ts';
import type { FencePost, Scene, SceneEdge, SceneNode } from '#lib/graph/types.ts';
import { basisWord, dataClassWord } from '#lib/text/en/data-class-words.ts';
import { ENTRIES } from '#lib/text/en/entries.ts';
import { MAP, PANEL, TABLE } from '#lib/text/en/map.ts';
import { gapCount } from '#lib/text/en/pod.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { EdgeRows } from './edge-rows.tsx';
import { nodeQuery } from './node-query.ts';
import { PanelHead } from './panel-head.tsx';
import { PanelSection } from './panel-section.tsx';
import { PeerRows } from './peer-rows.tsx';
import { openableNamespace, pageEnd } from './scene-end.ts';

interface NodePanelProps {
  readonly cluster: string;
  readonly scene: Scene;
  readonly node: SceneNode;
  readonly onClose: () => void;
  readonly onOpen: (namespace: string) => void;
  readonly onEdge: (edge: string) => void;
  readonly onWhy: (question: Question) => void;
}

/** What was clicked: its sentence, who can reach it and whom it can reach. */
export function NodePanel(props: NodePanelProps) {
  const { node, scene, onClose } = props;
  const namespace = openableNamespace(node);
  const isPods = node.type === 'workload' || node.type === 'pod';
  const asked = nodeQuery(props.cluster, node);
  const touching = edgesAt(scene, node);
  const observed = touching.filter(({ traffic }) => traffic?.state !== undefined && !isUnseen(traffic.state));
  // the engine's answer has the other connections of pods
  const listed = isPods ? observed : touching;
  const connections = (
    <PanelSection
      title={isPods ? TABLE.observed : PANEL.connections}
      end={<span className="tabular-nums">{listed.length}</span>}
    >
      <EdgeRows scene={scene} edges={listed} centre={node.id} onEdge={props.onEdge} />
    </PanelSection>
  );
  return (
    <div>
      <PanelHead title={node.name ?? node.label} detail={headDetail(node)} onClose={onClose} />
      <div className="flex flex-wrap gap-2 px-3.5 pb-3">
        {namespace === undefined || scene.namespace === namespace ? null : (
          <Button variant="primary" size="sm" onClick={() => props.onOpen(namespace)}>
            <Maximize2 className="size-3" aria-hidden="true" />
            {PANEL.openNamespace}
          </Button>
        )}
        {isPods ? <PageLink cluster={props.cluster} node={node} /> : null}
        <CopyLink label={PANEL.copyLink} />
      </div>
      <Signs node={node} gapsPending={scene.gapsPending === true} />
      {isPods && observed.length > 0 ? connections : null}
      {asked !== undefined ? (
        <PodPart cluster={props.cluster} query={asked} onWhy={props.onWhy} />
      ) : (
        <p className="px-3.5 pb-3 text-pretty text-ink-2">{visibleText(node.sentence)}</p>
      )}
      {isPods || touching.length === 0 ? null : connections}
    </div>
  );
}

/** The lines to and from a box and what is in it. */
function edgesAt(scene: Scene, node: SceneNode): readonly SceneEdge[] {
  const ends = new Set([node.id, ...scene.nodes.flatMap(({ id, parent }) => (parent === node.id ? [id] : []))]);
  return scene.edges.filter(({ from, to }) => ends.has(from) || ends.has(to));
}

function headDetail(node: SceneNode): string | undefined {
  if (node.type === 'workload' || node.type === 'pod') {
    return [node.kind, node.namespace].filter((part) => part !== undefined).join(' · ');
  }
  return node.detail;
}

function PageLink({ cluster, node }: { readonly cluster: string; readonly node: SceneNode }) {
  const href = endHref(cluster, pageEnd(node));
  if (href === undefined) return null;
  return (
    <ButtonLink variant="primary" size="sm" href={href}>
      {PANEL.openPod}
    </ButtonLink>
  );
}

function Signs({ node, gapsPending }: { readonly node: SceneNode; readonly gapsPending: boolean }) {
  const nothing = node.dataClass === undefined && node.fence === undefined && node.gaps === undefined;
  if (nothing && !gapsPending) return null;
  return (
    <p className="flex flex-wrap items-center gap-2 px-3.5 pb-3">
      {node.fence === undefined ? null : (
        <FenceGlyph
          isolation={{ ingress: postState(node.fence.ingress), egress: postState(node.fence.egress) }}
          size={18}
        />
      )}
      {node.dataClass === undefined ? null : (
        <Tag tone={node.dataClass}>
          <ClassGlyph dataClass={node.dataClass} size={11} />
          {dataClassWord(node.dataClass)}
          {node.basis === undefined ? null : <span className="font-normal">{basisWord(node.basis)}</span>}
        </Tag>
      )}
      {node.gaps === undefined ? null : (
        <SeverityTag severity={node.gaps.worst}>{gapCount(node.gaps.count)}</SeverityTag>
      )}
      {gapsPending ? <span className="text-xs text-ink-3">{MAP.gapsPending}</span> : null}
    </p>
  );
}

function postState(post: FencePost): 'yes' | 'no' | 'partly' | 'depends' {
  if (post.depends === true) return 'depends';
  if (post.isolated >= 1) return 'yes';
  return post.partly === true ? 'partly' : 'no';
}

interface PodPartProps {
  readonly cluster: string;
  readonly query: NonNullable<ReturnType<typeof nodeQuery>>;
  readonly onWhy: NodePanelProps['onWhy'];
}

/** The engine's whole answer, not only the lines that the map draws. */
function PodPart({ cluster, query, onWhy }: PodPartProps) {
  return (
    <QueryState query={useQuery(query)} loading={PANEL.loading} failed={PANEL.failed}>
      {(view: PodView) => (
        <>
          <p className="px-3.5 pb-3 text-md text-pretty text-ink-2 wrap-anywhere">
            <BoldText text={view.sentence} />
          </p>
          {view.entries.length === 0 ? null : (
            <PanelSection title={ENTRIES.title} end={<span className="tabular-nums">{view.entries.length}</span>}>
              <EntryList cluster={cluster} entries={view.entries} notRead={view.entriesNotRead} />
            </PanelSection>
          )}
          <PanelSection title={PANEL.canReach} end={PANEL.ingress}>
            <p className="mb-1.5 text-xs text-ink-2">{visibleText(view.ingress.sentence)}</p>
            <PeerRows
              direction={view.ingress}
              nothing={PANEL.nobody}
              onWhy={(peer) => onWhy({ from: peer.example, to: view.pod.key, port: '' })}
            />
          </PanelSection>
          <PanelSection title={PANEL.itCanReach} end={PANEL.egress}>
            <p className="mb-1.5 text-xs text-ink-2">{visibleText(view.egress.sentence)}</p>
            <PeerRows
              direction={view.egress}
              nothing={PANEL.nothing}
              onWhy={(peer) => onWhy({ from: view.pod.key, to: peer.example, port: '' })}
            />
          </PanelSection>
        </>
      )}
    </QueryState>
  );
}
