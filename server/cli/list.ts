import type { ConnectionNode } from '#lib/api/connection-types.ts';
import { joinFlows } from '#lib/flows/join/join-flows.ts';
import type { Filter } from '#lib/graph/filter/filter-language.ts';
import { connectionFilter } from '#lib/graph/filter/match-connection.ts';
import { connectionNodes } from '#lib/policy/connection-nodes.ts';
import { ANY_POD } from '#lib/policy/connection-units.ts';
import { type Connection, type Connections, connectionsOf } from '#lib/policy/connections.ts';
import { connectionsInside, insideOf } from '#lib/policy/connections-inside.ts';
import { csvLine } from '#lib/text/csv.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { FILTER_OPTION } from '#lib/text/en/filter-option.ts';
import { LIST_FLOWS } from '#lib/text/en/list-flows.ts';
import { contentOf } from '#server/content-of.ts';
import { connectionCells } from './connection-cells.ts';
import { FILTER, filterOption, subjectsOfInput } from './filter-option.ts';
import { FLOWS_OPTION, flowsOption } from './flows-option.ts';
import { dotLines } from './list-dot.ts';
import { type Drawing, drawingOf } from './list-drawing.ts';
import { writeExpectations } from './list-expectations.ts';
import { MERMAID_EDGES, mermaidLines } from './list-mermaid.ts';
import { type ObservedLines, observedLines } from './list-observed.ts';
import { type CommonOptions, parseCommandLine, usage } from './options.ts';
import type { Output } from './output.ts';
import { type Input, readInput } from './read-input.ts';
import { openResult } from './result-output.ts';
import { textTable } from './terminal.ts';

/** `ringfence list`: the allowed relation between workloads, `internet` and address blocks. */
export async function list(argv: readonly string[]): Promise<number> {
  const { help, common, own } = parseCommandLine(argv, {
    command: 'list',
    options: { expand: { type: 'boolean' }, ...FILTER, ...FLOWS_OPTION },
    formats: ['table', 'json', 'csv', 'dot', 'mermaid', 'expectations'],
  });
  if (help) {
    process.stdout.write(CLI.helpOf('list'));
    return 0;
  }
  const filter = filterOption(own, 'map');
  if (filter !== undefined && common.format === 'expectations') throw usage(FILTER_OPTION.notForExpectations);
  const isWithFlows = own.flows !== undefined;
  if (isWithFlows && !['table', 'csv'].includes(common.format)) throw usage(LIST_FLOWS.onlyTables);
  const input = await readInput(common);
  const { observed } = isWithFlows ? await flowsOption(own, input, common) : {};
  const output = openResult(common, 'list');
  if (common.format === 'expectations') {
    await writeExpectations(output, input.model(), common.namespaces);
    await output.end();
    return 0;
  }
  const whole = connectionsOf(input.model(), { expand: own.expand === true });
  const asked = common.namespaces === undefined ? whole : connectionsInside(input.model(), whole, common.namespaces);
  const connections = filter === undefined ? asked : filtered(input, asked, filter);
  const joined = observed && joinFlows(input.model(), observed.traffic);
  const cells = joined && observedLines(connections.edges, joined).cells;
  switch (common.format) {
    case 'json':
      await writeJson(output, input, connections, { ...common, filter }, own.expand === true);
      break;
    case 'csv':
      await writeCsv(output, connections, cells);
      break;
    case 'dot':
      await writeLines(output, dotLines(drawing(input, connections, common)));
      break;
    case 'mermaid':
      await writeMermaid(output, drawing(input, connections, common), common);
      break;
    default:
      await writeTable(output, connections, common, cells);
  }
  await output.end();
  if (filter !== undefined && own.expand !== true && hasHub(asked.edges) && common.verbosity >= 0) {
    process.stderr.write(`${FILTER_OPTION.hubsByOwnName}\n`);
  }
  if (joined !== undefined && common.verbosity >= 0) {
    const { 'seen-denied': passed, denied, 'would-deny': wouldDeny, unjudged } = joined.counts;
    process.stderr.write(`${LIST_FLOWS.beside(passed, denied, wouldDeny, unjudged, joined.refusedThoughAllowed)}\n`);
  }
  return 0;
}

/** The same connections without those that the filter drops; asked anew on each iteration. */
function filtered(input: Input, connections: Connections, filter: Filter): Connections {
  const { subjects, gaps } = subjectsOfInput(input);
  const isKept = connectionFilter(filter, subjects, gaps);
  function* kept(): Generator<Connection> {
    for (const edge of connections.edges) if (isKept(edge, () => connections.json(edge.relation))) yield edge;
  }
  return { ...connections, edges: { [Symbol.iterator]: kept } };
}

/** Ends of those edges, and the workloads of the asked namespaces that have none. */
function nodesInside(
  input: Input,
  connections: Connections,
  options: CommonOptions,
  expanded: boolean,
): readonly ConnectionNode[] {
  const ends = new Set<string>();
  // Expanded and unfiltered, every workload is a node and no hub is: millions of edges need not be walked twice.
  const isWhole = options.namespaces === undefined;
  if (!(expanded && isWhole)) for (const { from, to } of connections.edges) ends.add(from).add(to);
  const isInside = insideOf(options.namespaces ?? new Set());
  return connectionNodes(input.model(), connections, ends).filter(
    ({ id, type }) => isWhole || ends.has(id) || (type === 'workload' && isInside(id)),
  );
}

function drawing(input: Input, connections: Connections, options: CommonOptions): Drawing {
  const edges = [...connections.edges];
  return drawingOf(nodesInside(input, connections, options, false), edges, connections);
}

async function writeLines(output: Output, lines: Iterable<string>): Promise<void> {
  for (const line of lines) await output.write(line);
}

async function writeMermaid(output: Output, drawn: Drawing, { verbosity }: CommonOptions): Promise<void> {
  await writeLines(output, mermaidLines(drawn));
  if (drawn.edges.length > MERMAID_EDGES && verbosity >= 0) {
    process.stderr.write(`${CLI.mermaidEdges(drawn.edges.length, MERMAID_EDGES)}\n`);
  }
}

/** Streamed: the edges of a large cluster, expanded, are more than memory should hold. */
async function writeJson(
  output: Output,
  input: Input,
  connections: Connections,
  options: CommonOptions & { readonly filter: Filter | undefined },
  expanded: boolean,
): Promise<void> {
  const { objects, profile, taken } = input;
  const nodes = nodesInside(input, connections, options, expanded && options.filter === undefined);
  const head = {
    schema: 'ringfence.dev/connections/v1',
    revision: { seq: 1, content: contentOf(objects, profile, input.dataMap) },
    taken: taken ?? null,
    profile,
    completeness: objects.completeness,
    ...(options.filter === undefined ? {} : { filter: options.filter.text }),
    nodes,
  };
  await output.write(`${JSON.stringify(head).slice(0, -1)},"edges":[`);
  const texts = new Map<number, string>();
  const quoted = new Map<string, string>();
  const quote = (id: string): string => {
    let known = quoted.get(id);
    if (known === undefined) {
      known = JSON.stringify(id);
      quoted.set(id, known);
    }
    return known;
  };
  let separator = '\n';
  for (const { from, to, relation } of connections.edges) {
    let tail = texts.get(relation.id);
    if (tail === undefined) {
      tail = JSON.stringify(connections.json(relation)).slice(1);
      texts.set(relation.id, tail);
    }
    const writing = output.write(`${separator}{"from":${quote(from)},"to":${quote(to)},${tail}`);
    if (writing !== undefined) await writing;
    separator = ',\n';
  }
  await output.write('\n],"omitted":[]}\n');
}

async function writeTable(
  output: Output,
  connections: Connections,
  options: CommonOptions,
  observed?: ObservedLines['cells'],
): Promise<void> {
  const edges = [...connections.edges];
  const rows = edges.map(({ from, to, relation }) => [
    ...connectionCells(from, to, connections.json(relation)),
    ...(observed?.(from, to) ?? []),
  ]);
  const columns = observed === undefined ? CLI.listColumns : [...CLI.listColumns, ...LIST_FLOWS.columns];
  await output.write(textTable(columns, rows));
  // "internet → any-pod" must not be read as every pod of the cluster.
  if (hasHub(edges) && options.verbosity >= 0) process.stderr.write(`${CLI.hubs}\n`);
}

async function writeCsv(output: Output, connections: Connections, observed?: ObservedLines['cells']): Promise<void> {
  const columns = ['from', 'to', 'allow', 'some', 'depends', 'reasons'];
  await output.write(csvLine(observed === undefined ? columns : [...columns, 'seen', 'state']));
  for (const { from, to, relation } of connections.edges) {
    const cells = connectionCells(from, to, connections.json(relation));
    await output.write(csvLine([...cells, ...(observed?.(from, to) ?? [])]));
  }
}

function hasHub(edges: Iterable<Connection>): boolean {
  for (const { from, to } of edges) if (from.startsWith(ANY_POD) || to.startsWith(ANY_POD)) return true;
  return false;
}
