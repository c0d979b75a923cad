'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowRight, CircleHelp, Grid3x3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { GapSection } from '#components/map/gap-section.tsx';
import { PanelHead } from '#components/map/panel-head.tsx';
import { PanelSection } from '#components/map/panel-section.tsx';
import { PortSections } from '#components/map/port-sections.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyLink } from '#components/ui/copy-link.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { PortChip } from '#components/ui/port-chip.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { VerdictTag } from '#components/ui/verdict-tag.tsx';
import type { Question } from '#components/why/ask-address.ts';
import type { MatrixPair } from '#lib/graph/matrix/matrix-pair.ts';
import type { MatrixRelation } from '#lib/graph/matrix/types.ts';
import type { Verdict } from '#lib/policy/types.ts';
import { connectionTitle } from '#lib/text/en/map.ts';
import { gateSentence, MATRIX_PANEL, shownOf, verdictWord } from '#lib/text/en/matrix.ts';
import { isNoPort, portWords } from '#lib/text/en/ports.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { type MatrixQuestion, matrixPairQuery } from './matrix-queries.ts';

interface MatrixPanelProps {
  readonly cluster: string;
  readonly question: MatrixQuestion;
  /** Both ends of the cell, joined as the map joins those of a line. */
  readonly cell: string;
  readonly onClose: () => void;
  readonly onOpenPair: (a: string, b: string) => void;
  readonly onCell: (cell: string) => void;
  readonly onWhy: (question: Question) => void;
}

/** What is behind one cell: its sentence, its ports, its gaps, and the workloads that decide. */
export function MatrixPanel(props: MatrixPanelProps) {
  const [from = '', to = ''] = props.cell.split('→');
  const query = useQuery(matrixPairQuery(props.cluster, props.question, from, to));
  return (
    <Panel
      label={MATRIX_PANEL.label}
      keys={
        <>
          {['←', '↑', '↓', '→'].map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
          {MATRIX_PANEL.move}
          <Kbd>↵</Kbd> {MATRIX_PANEL.open}
          <Kbd>T</Kbd> {MATRIX_PANEL.transpose}
        </>
      }
    >
      <QueryState query={query} loading={MATRIX_PANEL.loading} failed={MATRIX_PANEL.failed}>
        {(pair) => <Pair {...props} pair={pair} />}
      </QueryState>
    </Panel>
  );
}

function Pair({ cluster, pair, onClose, onOpenPair, onCell, onWhy }: MatrixPanelProps & { readonly pair: MatrixPair }) {
  const { why, namespaces, relation } = pair;
  return (
    <>
      <PanelHead title={connectionTitle(pair.fromLabel, pair.toLabel)} onClose={onClose} />
      <p className="px-3.5 pb-2.5">
        <VerdictTag verdict={verdictOf(relation)}>{verdictWord(relation)}</VerdictTag>
      </p>
      <p className="px-3.5 pb-3 text-md text-pretty text-ink-2 wrap-anywhere">{visibleText(pair.sentence)}</p>
      <div className="flex flex-wrap gap-2 px-3.5 pb-3">
        {why === undefined ? null : (
          <Button variant="primary" size="sm" onClick={() => onWhy({ ...why, port: '' })}>
            <CircleHelp className="size-3" aria-hidden="true" />
            {MATRIX_PANEL.why}
          </Button>
        )}
        {namespaces === undefined ? null : (
          <Button size="sm" onClick={() => onOpenPair(...namespaces)}>
            <Grid3x3 className="size-3" aria-hidden="true" />
            {MATRIX_PANEL.openPair}
          </Button>
        )}
        <CopyLink label={MATRIX_PANEL.copyLink} />
      </div>
      <GapSection cluster={cluster} ids={pair.gaps} />
      {relation.type === 'relation' ? (
        <PortSections {...relation} titles={{ allow: MATRIX_PANEL.allPairs, some: MATRIX_PANEL.somePairs }} />
      ) : null}
      {namespaces === undefined || pair.pairs.all === 0 ? null : <Pairs pair={pair} onWhy={onWhy} />}
      <Gates pair={pair} />
      {pair.from === pair.to ? null : (
        <PanelSection title={MATRIX_PANEL.otherWay}>
          <button
            type="button"
            onClick={() => onCell(`${pair.to}→${pair.from}`)}
            className="-mx-1.5 flex min-h-7 max-w-full items-center gap-2 rounded-md px-1.5 text-left hover:bg-hover"
          >
            <VerdictTag verdict={verdictOf(pair.back)}>{verdictWord(pair.back)}</VerdictTag>
            <span className="min-w-0 truncate text-ink-2">
              {visibleText(connectionTitle(pair.toLabel, pair.fromLabel))}
            </span>
          </button>
        </PanelSection>
      )}
    </>
  );
}

function verdictOf(relation: MatrixRelation): Verdict | 'mixed' {
  if (relation.type !== 'relation') return 'deny';
  const { allow, some, depends } = relation;
  if (!isNoPort(allow) || (some !== undefined && !isNoPort(some))) return 'allow';
  return isNoPort(depends) ? 'deny' : 'depends';
}

function Pairs({ pair, onWhy }: { readonly pair: MatrixPair } & Pick<MatrixPanelProps, 'onWhy'>) {
  const { shown, all, allowed, depends } = pair.pairs;
  const name = (key: string) => key.split('/').at(-1) ?? key;
  return (
    <PanelSection
      title={MATRIX_PANEL.pairs}
      end={<span className="tabular-nums">{shownOf(allowed + depends, all)}</span>}
    >
      {shown.length === 0 ? <p className="text-ink-2">{MATRIX_PANEL.noPair}</p> : null}
      <ul className="-mx-1.5">
        {shown.map(({ from, to, relation }) => (
          <li key={`${from} ${to}`}>
            <button
              type="button"
              title={MATRIX_PANEL.why}
              onClick={() => onWhy({ from, to, port: '' })}
              className="flex min-h-[28px] w-full items-center gap-1.5 rounded-md px-1.5 text-left hover:bg-hover"
            >
              <span className="min-w-0 truncate font-medium">{visibleText(name(from))}</span>
              <ArrowRight className="size-3 shrink-0 text-ink-3" aria-hidden="true" />
              <span className="min-w-0 flex-1 truncate font-medium">{visibleText(name(to))}</span>
              <PairPorts relation={relation} />
            </button>
          </li>
        ))}
      </ul>
      {allowed + depends > shown.length ? (
        <p className="mt-1 text-xs text-ink-3">{MATRIX_PANEL.morePairs(allowed + depends - shown.length)}</p>
      ) : null}
    </PanelSection>
  );
}

/** The widest ports of a pair, in one chip. */
function PairPorts({ relation }: { readonly relation: MatrixRelation }): ReactNode {
  if (relation.type !== 'relation') return null;
  const { allow, some, depends } = relation;
  const certain = isNoPort(allow) ? (some ?? allow) : allow;
  const isDepends = isNoPort(certain);
  const words = portWords(isDepends ? depends : certain);
  if (words.length === 0) return null;
  return (
    <PortChip tone={isDepends ? 'depends' : 'plain'}>
      {words.length === 1 ? words[0] : MATRIX_PANEL.portRanges(words.length)}
    </PortChip>
  );
}

function Gates({ pair }: { readonly pair: MatrixPair }) {
  const rows = [
    pair.egress === undefined ? undefined : { name: MATRIX_PANEL.egressFrom(pair.fromLabel), gate: pair.egress },
    pair.ingress === undefined ? undefined : { name: MATRIX_PANEL.ingressTo(pair.toLabel), gate: pair.ingress },
  ].filter((row) => row !== undefined);
  if (rows.length === 0) return null;
  return (
    <PanelSection title={MATRIX_PANEL.gates}>
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1">
        {rows.map(({ name, gate }) => (
          <div key={name} className="contents">
            <dt className="truncate text-ink-2">{visibleText(name)}</dt>
            <dd>{gateSentence(gate.open, gate.all)}</dd>
          </div>
        ))}
      </dl>
    </PanelSection>
  );
}
