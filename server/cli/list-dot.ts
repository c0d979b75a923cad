import type { Drawing, DrawnNode } from './list-drawing.ts';
import { terminalText } from './terminal.ts';

const SHAPES: Readonly<Record<DrawnNode['type'], string>> = { workload: 'box', hub: 'octagon', outside: 'ellipse' };

/** The figure in Graphviz's language: namespaces as clusters, what depends dashed, hubs as octagons. */
export function* dotLines({ namespaces, outside, edges }: Drawing): Generator<string> {
  yield 'digraph ringfence {\n  rankdir=LR;\n  node [fontname="sans-serif"];\n  edge [fontname="sans-serif"];\n';
  for (const node of outside) yield `  ${nodeLine(node)}\n`;
  for (const { id, name, nodes } of namespaces) {
    yield `  subgraph cluster_${id} {\n    label=${dotString(name)};\n`;
    for (const node of nodes) yield `    ${nodeLine(node)}\n`;
    yield '  }\n';
  }
  for (const { from, to, label, depends } of edges) {
    yield `  ${from} -> ${to} [label=${dotString(label)}${depends ? ', style=dashed' : ''}];\n`;
  }
  yield '}\n';
}

function nodeLine({ id, label, type }: DrawnNode): string {
  return `${id} [label=${dotString(label)}, shape=${SHAPES[type]}];`;
}

/**
 * Any text as a quoted string of DOT, shown as it is: quotes and backslashes are escaped (an unescaped `\\N` would show
 * the node's name), what is not visible is written out.
 */
export function dotString(text: string): string {
  return `"${terminalText(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
