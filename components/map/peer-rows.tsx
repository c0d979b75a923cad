'use client';

import { useState } from 'react';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { PortChip } from '#components/ui/port-chip.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import type { Peer, PodDirection } from '#lib/api/pod-types.ts';
import { PANEL, timesCount } from '#lib/text/en/map.ts';
import { isNoPort } from '#lib/text/en/ports.ts';
import { visibleText } from '#lib/text/visible-text.ts';

const SHOWN = 12; // the pod page has all of them, searchable

interface PeerRowsProps {
  readonly direction: PodDirection;
  readonly nothing: string;
  readonly onWhy: (peer: Peer) => void;
}

/** The peers of one direction, worst and widest first; a row asks why. */
export function PeerRows({ direction, nothing, onWhy }: PeerRowsProps) {
  const [all, setAll] = useState(false);
  const peers = direction.groups.flatMap((group) => group.peers.map((peer) => ({ group, peer })));
  if (peers.length === 0) return <p className="text-ink-2">{nothing}</p>;
  const shown = all ? peers : peers.slice(0, SHOWN);
  return (
    <ul className="-mx-1.5">
      {shown.map(({ group, peer }) => (
        <li key={`${group.name} ${peer.id} ${peer.label}`}>
          <button
            type="button"
            onClick={() => onWhy(peer)}
            title={PANEL.why}
            className="flex min-h-[30px] w-full items-center gap-1.5 rounded-md px-1.5 text-left hover:bg-hover"
          >
            {peer.classification === undefined || peer.classification.dataClass === 'none' ? null : (
              <ClassGlyph dataClass={peer.classification.dataClass} size={11} />
            )}
            <span className="min-w-0 truncate font-medium">{visibleText(peer.name)}</span>
            {peer.pods > 1 ? <span className="shrink-0 text-xs text-ink-3">{timesCount(peer.pods)}</span> : null}
            {group.type === 'namespace' ? (
              <span className="min-w-0 flex-1 truncate text-xs text-ink-3">{visibleText(group.name)}</span>
            ) : (
              <span className="flex-1" />
            )}
            {peer.gaps === undefined ? null : <SeverityGlyph severity={peer.gaps.worst} />}
            <PortChip tone={isNoPort(peer.relation.allow) ? 'depends' : 'plain'}>{peer.label}</PortChip>
          </button>
        </li>
      ))}
      {peers.length > shown.length ? (
        <li>
          <button
            type="button"
            className="min-h-6 px-1.5 text-xs text-accent-ink hover:underline"
            onClick={() => setAll(true)}
          >
            {PANEL.moreRows(peers.length - shown.length)}
          </button>
        </li>
      ) : null}
    </ul>
  );
}
