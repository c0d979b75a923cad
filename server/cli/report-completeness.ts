import type { ClusterObjects, ReadingNote, UnreadObject } from '#lib/kube/cluster-objects.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { terminalText } from './terminal.ts';

/** Lines of one kind on standard error before the rest is counted. */
const SHOWN = 10;

/** Tells on standard error what was not read and what was assumed. Nothing with -q; everything with -v. */
export function reportCompleteness({ completeness, unevaluated }: ClusterObjects, verbosity: number): void {
  if (verbosity < 0) return;
  const limit = verbosity > 0 ? Number.POSITIVE_INFINITY : SHOWN;
  const lines: string[] = [];
  const list = (all: readonly string[]): void => {
    lines.push(...all.slice(0, limit));
    if (all.length > limit) lines.push(CLI.more(all.length - limit));
  };
  list(completeness.unread.map(unreadLine));
  if (completeness.unread.length > 0) lines.push(CLI.unread(completeness.unread.length));
  list(completeness.notes.map(noteLine));
  for (const { kind, state, message } of completeness.kinds) {
    if (state === 'read' || state === 'absent') continue;
    lines.push(`${CLI.notRead(kind, state)}${message === undefined ? '' : ` ${message}`}`);
  }
  if (unevaluated.size > 0) lines.push(CLI.unevaluated(unevaluated.size));
  if (lines.length > 0) process.stderr.write(`${lines.map(terminalText).join('\n')}\n`);
}

function unreadLine({ file, document, line, object, field, message }: UnreadObject): string {
  return join([place(file, line, document), object, field === undefined ? message : `${field} ${message}`]);
}

function noteLine({ file, document, line, object, message }: ReadingNote): string {
  return join([place(file, line, document), object, message]);
}

function place(file: string | undefined, line: number | undefined, document: number | undefined): string | undefined {
  if (file === undefined) return undefined;
  const at = line === undefined ? file : `${file}:${line}`;
  return document === undefined ? at : CLI.inDocument(at, document);
}

function join(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(': ');
}
