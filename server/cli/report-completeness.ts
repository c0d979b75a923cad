import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { countUnread, noteLine, unreadLine } from '#lib/kube/reading-lines.ts';
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
  if (completeness.unread.length > 0) lines.push(CLI.unread(countUnread(completeness.unread)));
  list(completeness.notes.map(noteLine));
  for (const { kind, state, message } of completeness.kinds) {
    if (state === 'read' || state === 'absent') continue;
    lines.push(`${CLI.notRead(kind, state)}${message === undefined ? '' : ` ${message}`}`);
  }
  if (unevaluated.size > 0) lines.push(CLI.unevaluated(unevaluated.size));
  if (lines.length > 0) process.stderr.write(`${lines.map(terminalText).join('\n')}\n`);
}
