import { Asterisk, Box, ChevronDown, ChevronRight, Database, Globe, Network, ServerCog, Timer } from 'lucide-react';
import type { ReactNode } from 'react';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { PortChip } from '#components/ui/port-chip.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import type { Peer } from '#lib/api/pod-types.ts';
import { POD_PAGE, podsOf, portCount } from '#lib/text/en/pod.ts';
import { isNoPort, portWords } from '#lib/text/en/ports.ts';
import { visibleText } from '#lib/text/visible-text.ts';

/** More chips than this are one chip that counts them. */
const MAX_CHIPS = 2;

export function PeerIcon({ peer }: { readonly peer: Peer }) {
  const className = 'size-3.5 shrink-0 text-ink-3';
  if (peer.type === 'internet') return <Globe className={className} aria-hidden="true" />;
  if (peer.type === 'address') return <Network className={className} aria-hidden="true" />;
  if (peer.type === 'node') return <ServerCog className={className} aria-hidden="true" />;
  return <KindIcon kind={peer.kind} />;
}

/** The icon of a workload by its kind. */
export function KindIcon({ kind }: { readonly kind: string | undefined }) {
  const className = 'size-3.5 shrink-0 text-ink-3';
  switch (kind) {
    case 'StatefulSet':
      return <Database className={className} aria-hidden="true" />;
    case 'DaemonSet':
      return <ServerCog className={className} aria-hidden="true" />;
    case 'Job':
    case 'CronJob':
      return <Timer className={className} aria-hidden="true" />;
    case 'any-pod':
      return <Asterisk className={className} aria-hidden="true" />;
    default:
      return <Box className={className} aria-hidden="true" />;
  }
}

function Chips({ words, undecided }: { readonly words: readonly string[]; readonly undecided: boolean }) {
  const shown = words.length > MAX_CHIPS ? [portCount(words.length)] : words;
  return shown.map((word) => (
    <PortChip key={word} tone={undecided ? 'depends' : 'plain'}>
      <span title={words.join(', ')}>{word}</span>
    </PortChip>
  ));
}

/** One peer: what is certain and what depends stand apart, the latter dashed and with the word. */
export function PeerRow({
  peer,
  folded,
  mark,
}: {
  readonly peer: Peer;
  readonly folded?: boolean | undefined;
  /** What was observed of it. */
  readonly mark?: ReactNode;
}) {
  const { gap } = peer;
  const { allow, some, depends } = peer.relation;
  return (
    <>
      <span className="flex w-3.5 justify-center">
        {gap === undefined ? null : <SeverityGlyph severity={gap} size={13} />}
      </span>
      <PeerIcon peer={peer} />
      <span className="flex min-w-0 items-center gap-1.5">
        <span className="truncate" title={peer.id}>
          {visibleText(peer.name)}
        </span>
        {peer.pods > 1 || peer.of > peer.pods ? (
          <span
            data-unfold={folded === undefined ? undefined : ''}
            className="inline-flex min-h-6 items-center gap-0.5 text-xs whitespace-nowrap text-ink-3"
          >
            {podsOf(peer.pods, peer.of)}
            {folded === undefined ? null : folded ? (
              <ChevronRight className="size-3" aria-hidden="true" />
            ) : (
              <ChevronDown className="size-3" aria-hidden="true" />
            )}
          </span>
        ) : null}
        {peer.classification === undefined || peer.classification.dataClass === 'none' ? null : (
          <ClassGlyph dataClass={peer.classification.dataClass} size={11} />
        )}
      </span>
      <span className="flex items-center justify-end gap-1">
        {mark}
        {isNoPort(allow) ? null : <Chips words={portWords(allow)} undecided={false} />}
        {some === undefined || isNoPort(some) ? null : (
          <>
            <Chips words={portWords(some)} undecided={false} />
            <span className="text-xs text-ink-3">{POD_PAGE.somePods}</span>
          </>
        )}
        {isNoPort(depends) ? null : (
          <>
            <Chips words={portWords(depends)} undecided />
            <span className="text-xs text-depends-ink">{POD_PAGE.depends}</span>
          </>
        )}
      </span>
    </>
  );
}
