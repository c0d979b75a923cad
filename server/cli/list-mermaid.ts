import type { Drawing, DrawnNode } from './list-drawing.ts';
import { terminalText } from './terminal.ts';

/** Mermaid refuses to draw more unless its page allows it. */
export const MERMAID_EDGES = 500;

const SHAPES: Readonly<Record<DrawnNode['type'], readonly [string, string]>> = {
  workload: ['[', ']'],
  hub: ['{{', '}}'],
  outside: ['([', '])'],
};

/** The figure as a Mermaid flowchart: namespaces as subgraphs, what depends dotted, hubs as hexagons. */
export function* mermaidLines({ namespaces, outside, edges }: Drawing): Generator<string> {
  yield 'flowchart LR\n';
  for (const node of outside) yield `  ${nodeLine(node)}\n`;
  for (const { id, name, nodes } of namespaces) {
    yield `  subgraph ${id}[${mermaidString(name)}]\n`;
    for (const node of nodes) yield `    ${nodeLine(node)}\n`;
    yield '  end\n';
  }
  for (const { from, to, label, depends } of edges) {
    yield `  ${from} ${depends ? '-.->' : '-->'}|${mermaidString(label)}| ${to}\n`;
  }
}

function nodeLine({ id, label, type }: DrawnNode): string {
  const [open, close] = SHAPES[type];
  return `${id}${open}${mermaidString(label)}${close}`;
}

/**
 * Any text as a quoted Mermaid label: every character but letters, digits and the plainest marks as its entity, so that
 * nothing is a directive, a link, Markdown or HTML.
 */
export function mermaidString(text: string): string {
  const safe = terminalText(text).replace(/[^A-Za-z0-9 /.,×–-]/gu, (character) => `#${character.codePointAt(0)};`);
  return `"${safe}"`;
}
