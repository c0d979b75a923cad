import type { z } from 'zod';
import type { EndpointInput } from '#lib/api/endpoints.ts';
import type { observedDocument } from '#lib/api/observed-schemas.ts';
import { protocolName } from '#lib/flows/join/judge-pair.ts';
import type { JoinedEdge } from '#lib/flows/observed.ts';
import { ANY_PROTOCOL } from '#lib/flows/observed.ts';
import { describePorts } from '#lib/graph/port-label.ts';
import { csvLine } from '#lib/text/csv.ts';
import type { Analysis } from './analysis.ts';
import { trafficOfWindow } from './joined-traffic.ts';
import { observedCoverage } from './observed-coverage.ts';
import { filteredEdges, joinedEdgeView, notesOf } from './observed-view.ts';
import type { AskContext } from './questions.ts';

/** Observed edges beside what is allowed, as a file. */
export async function exportObserved(
  analysis: Analysis,
  query: EndpointInput<'GET /api/clusters/{cluster}/observed-list'>,
  context: AskContext,
): Promise<string> {
  const traffic = await trafficOfWindow(analysis, query, context);
  const edges = filteredEdges(analysis, traffic, query);
  if (query.format === 'csv') {
    return [COLUMNS, ...(await inPieces(edges, (edge) => cells(analysis, traffic, edge)))].map(csvLine).join('');
  }
  const { observed, joined } = traffic;
  const document: z.output<typeof observedDocument> = {
    schema: 'ringfence.dev/observed/v1',
    cluster: analysis.clusterName,
    revision: analysis.revision,
    window: { from: iso(observed.window.from), to: iso(observed.window.to) },
    ...(query.state === undefined ? {} : { state: query.state }),
    ...(query.filter === '' ? {} : { filter: query.filter }),
    counts: joined.counts,
    refusedThoughAllowed: joined.refusedThoughAllowed,
    permitted: joined.permitted,
    permittedUsed: joined.permittedUsed,
    open: joined.open,
    coverage: observedCoverage(analysis.model, observed),
    notes: notesOf(traffic),
    edges: await inPieces(edges, (edge) => joinedEdgeView(analysis, traffic, edge)),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** What decides an edge takes a fraction of a millisecond: others are answered between some of them. */
const PIECE = 200;

async function inPieces<T>(edges: readonly JoinedEdge[], of: (edge: JoinedEdge) => T): Promise<readonly T[]> {
  const all: T[] = [];
  for (const [index, edge] of edges.entries()) {
    if (index % PIECE === PIECE - 1) await new Promise((resolve) => setImmediate(resolve));
    all.push(of(edge));
  }
  return all;
}

const iso = (at: number) => new Date(at).toISOString();

const COLUMNS = [
  ...['from', 'to', 'port', 'protocol', 'state', 'verdict', 'connections', 'first', 'last', 'first ever', 'decided by'],
  ...['reasons', 'observed from', 'observed to', 'gaps', 'recipient', 'declared', 'contradiction'],
];

function cells(analysis: Analysis, traffic: Parameters<typeof joinedEdgeView>[1], edge: JoinedEdge): readonly string[] {
  const { fromEnd, toEnd, gaps, declared } = joinedEdgeView(analysis, traffic, edge);
  const { from, to, port, protocol, ports, state, seen, ever, decisions, reasons, covered } = edge;
  const time = (at: number | undefined) => (at === undefined ? '' : iso(at));
  return [
    ...[from, to],
    port === null ? (ports === undefined ? '' : describePorts(ports)) : String(port),
    protocol === ANY_PROTOCOL ? 'any' : (protocolName(protocol) ?? String(protocol)),
    ...[state, seen?.verdict ?? '', seen?.connections === null || seen === undefined ? '' : String(seen.connections)],
    ...[time(seen?.first), time(seen?.last), time(ever?.first)],
    decisions.map(({ sentence }) => sentence).join('; '),
    reasons.map(({ sentence }) => sentence).join(' '),
    ...(covered === undefined ? ['', ''] : [covered.from.toFixed(3), covered.to.toFixed(3)]),
    gaps.join(' '),
    (toEnd.recipient ?? fromEnd.recipient)?.id ?? '',
    declared === undefined ? '' : declared ? 'yes' : 'no',
    state === 'seen-denied' ? 'seen though denied' : edge.refusedThoughAllowed === true ? 'refused though allowed' : '',
  ];
}
