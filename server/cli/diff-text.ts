import type { BriefGap } from '#lib/gdpr/gap-diff-json.ts';
import { subjectText } from '#lib/gdpr/subject.ts';
import type { ChangeJson, OneSidedJson } from '#lib/policy/diff/diff-json.ts';
import { CHANGE_MARKS, changeWords, DIFF, diffSentence, dnsWords, isolationWords } from '#lib/text/en/diff.ts';
import {
  byNamespace,
  type DiffDocument,
  namespaceOf,
  peersOfOneSided,
  sentenceParts,
  unreadCount,
} from './diff-document.ts';
import { type Colour, type Paint, terminalText } from './terminal.ts';

/** Peers named on one line before the rest is counted. */
const PEERS_SHOWN = 5;

const COLOURS: Readonly<Partial<Record<ChangeJson['change'], Colour>>> = {
  opened: 'red',
  'possibly-opened': 'yellow',
  closed: 'green',
  'ruled-out': 'green',
};

/** The diff for a person at a terminal: the answer first, then namespace by namespace. */
export function diffText(document: DiffDocument, paint: Paint): string {
  const { diff, gaps } = document;
  const lines = [paint('bold', diffSentence(...sentenceParts(document)))];
  const section = (title: string, body: readonly string[]): void => {
    if (body.length > 0) lines.push('', paint('bold', title), ...body.map((line) => `  ${line}`));
  };
  section(DIFF.gapsOpened, gaps.opened.map(gapLine));
  section(DIFF.gapsClosed, gaps.closed.map(gapLine));
  section(
    DIFF.gapsChanged,
    gaps.changed.map((gap) => `${gapLine(gap)} (${DIFF.wasSo(gap.before.result, gap.before.severity)})`),
  );
  section(
    DIFF.dns,
    diff.dns.map(({ workload, change, protocols }) => `${terminalText(workload)} ${dnsWords(change, protocols)}`),
  );
  section(
    DIFF.isolation,
    diff.isolation.map((change) => `${terminalText(change.workload)} ${isolationWords(change)}`),
  );
  section(DIFF.added, diff.added.map(oneSidedLine));
  section(DIFF.removed, diff.removed.map(oneSidedLine));
  section(
    DIFF.scaled,
    diff.scaled.map(({ workload, before, after }) => `${terminalText(workload)} ${DIFF.scaling(before, after)}`),
  );
  for (const [namespace, changes] of byNamespace(diff)) {
    section(
      terminalText(namespace),
      changes.flatMap((change, index) => changeLines(change, changes[index - 1], paint)),
    );
  }
  if (unreadCount(document) > 0) lines.push('', DIFF.notRead(unreadCount(document)));
  return `${lines.join('\n')}\n`;
}

/** The subject once, then one line for each change. */
function changeLines(change: ChangeJson, previous: ChangeJson | undefined, paint: Paint): readonly string[] {
  const { subject, direction, ports, after, pairs } = change;
  const mark = CHANGE_MARKS[change.change];
  const colour = COLOURS[change.change];
  const peers = change.peers.slice(0, PEERS_SHOWN).map(({ id }) => terminalText(id));
  const more = change.peers.length - peers.length + change.unlisted;
  const of = change.peers.reduce((sum, peer) => sum + (peer.ranges === undefined ? peer.of : 0), 0);
  const named = `${peers.join(', ')}${more > 0 ? ` ${DIFF.andMore(more)}` : ''}`;
  const counted = pairs === 0 ? '' : `, ${DIFF.pairs(pairs, change.unlisted > 0 ? pairs : of)}`;
  const words = changeWords(ports, after.reasons);
  const line = `  ${colour === undefined ? mark : paint(colour, mark)} ${words} ${DIFF.preposition(direction)} ${named}${counted}`;
  if (previous?.subject === subject) return [line];
  return [terminalText(subject.slice(namespaceOf(subject).length + 1)), line];
}

function gapLine({ severity, check, title, subject, result }: BriefGap): string {
  const where = terminalText(subjectText(subject));
  return `${severity.toUpperCase()}  ${result === 'FAIL' ? '' : `${result}  `}${check}  ${terminalText(title)} · ${where}`;
}

function oneSidedLine(workload: OneSidedJson): string {
  const [sources, targets] = [peersOfOneSided(workload, 'ingress'), peersOfOneSided(workload, 'egress')];
  return `${terminalText(workload.id)}: ${DIFF.oneSided(workload.pods, sources, targets)}`;
}
