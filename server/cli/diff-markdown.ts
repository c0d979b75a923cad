import { CHECK_TABLE } from '#lib/gdpr/check-table.ts';
import type { BriefGap } from '#lib/gdpr/gap-diff-json.ts';
import { subjectText } from '#lib/gdpr/subject.ts';
import type { ChangeJson } from '#lib/policy/diff/diff-json.ts';
import { CHANGE_MARKS, changeWords, DIFF, diffSentence, dnsWords, isolationWords } from '#lib/text/en/diff.ts';
import { byNamespace, type DiffDocument, peersOfOneSided, sentenceParts, unreadCount } from './diff-document.ts';
import { markdownCode, markdownTable } from './markdown.ts';

/** GitHub refuses a comment above 65,536 characters; the last line and what an action puts around it need room. */
const MAX_LENGTH = 64_000;
const PEERS_SHOWN = 5;

interface Section {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Folded: the reader opens what concerns them. */
  readonly folded: boolean;
}

/** The diff as a comment of a pull request: the answer, gaps and DNS, then each namespace folded. */
export function diffMarkdown(document: DiffDocument): string {
  const { diff, gaps } = document;
  let text = `### ${DIFF.heading}\n\n**${diffSentence(...sentenceParts(document))}**\n`;
  if (unreadCount(document) > 0) text += `\n${DIFF.notRead(unreadCount(document))}\n`;
  const sections: readonly Section[] = [
    {
      ...{ title: DIFF.gaps, heads: DIFF.gapColumns, folded: false },
      rows: [
        ...gaps.opened.map((gap) => gapRow(gap, DIFF.kinds.opened)),
        ...gaps.closed.map((gap) => gapRow(gap, DIFF.kinds.closed)),
        ...gaps.changed.map((gap) => gapRow(gap, DIFF.wasSo(gap.before.result, gap.before.severity))),
      ],
    },
    {
      ...{ title: DIFF.dns, heads: [DIFF.columns.workload, DIFF.dns], folded: false },
      rows: diff.dns.map(({ workload, change, protocols }) => [markdownCode(workload), dnsWords(change, protocols)]),
    },
    {
      ...{ title: DIFF.isolation, heads: [DIFF.columns.workload, DIFF.isolation], folded: true },
      rows: diff.isolation.map((change) => [markdownCode(change.workload), isolationWords(change)]),
    },
    ...[...byNamespace(diff)].map(([namespace, changes]): Section => {
      const title = DIFF.changesIn(markdownTitle(namespace), changes.length);
      return {
        title,
        heads: ['', DIFF.columns.workload, DIFF.columns.change, DIFF.columns.peers, DIFF.columns.pairs],
        folded: true,
        rows: changes.map(changeRow),
      };
    }),
    ...(['added', 'removed'] as const).map((side): Section => {
      const rows = diff[side].map((workload) => [
        markdownCode(workload.id),
        DIFF.oneSided(workload.pods, peersOfOneSided(workload, 'ingress'), peersOfOneSided(workload, 'egress')),
      ]);
      return { title: DIFF[side], heads: [DIFF.columns.workload, ''], folded: true, rows };
    }),
    {
      ...{ title: DIFF.scaled, heads: [DIFF.columns.workload, DIFF.columns.pods], folded: true },
      rows: diff.scaled.map(({ workload, before, after }) => [markdownCode(workload), DIFF.scaling(before, after)]),
    },
  ];
  let leftOut = 0;
  for (const section of sections) {
    const { written, rest } = sectionText(section, MAX_LENGTH - text.length);
    text += written;
    leftOut += rest;
  }
  return leftOut === 0 ? text : `${text}\n${DIFF.leftOut(leftOut)}\n`;
}

/** As many rows as there is room for; those that are left are counted. */
function sectionText({ title, heads, rows, folded }: Section, room: number): { written: string; rest: number } {
  if (rows.length === 0) return { written: '', rest: 0 };
  const [open, close] = folded
    ? [`\n<details><summary>${title}</summary>\n\n`, '\n</details>\n']
    : [`\n**${title}**\n\n`, ''];
  const head = markdownTable(heads, []);
  let left = room - open.length - close.length - head.length;
  const shown: (readonly string[])[] = [];
  for (const row of rows) {
    left -= row.join(' | ').length + 5;
    if (left < 0) break;
    shown.push(row);
  }
  const rest = rows.length - shown.length;
  if (shown.length === 0) return { written: '', rest };
  return { written: `${open}${markdownTable(heads, shown)}${close}`, rest };
}

function changeRow(change: ChangeJson): readonly string[] {
  const { subject, direction, ports, after, pairs } = change;
  const peers = change.peers.slice(0, PEERS_SHOWN).map(({ id }) => markdownCode(id));
  const more = change.peers.length - peers.length + change.unlisted;
  return [
    CHANGE_MARKS[change.change].replace('-', '−').replace('+', '＋').replace('~', '≈'),
    markdownCode(subject),
    changeWords(ports, after.reasons),
    `${DIFF.preposition(direction)} ${peers.join(', ')}${more > 0 ? ` ${DIFF.andMore(more)}` : ''}`,
    pairs === 0 ? '' : String(pairs),
  ];
}

/** The check's own title: a gap's would carry names into running text. */
function gapRow({ severity, check, subject, result }: BriefGap, what: string): readonly string[] {
  const title = Object.entries(CHECK_TABLE).find(([id]) => id === check)?.[1].title ?? '';
  const where = markdownCode(subjectText(subject));
  return [what, `${severity}${result === 'FAIL' ? '' : ` (${result})`}`, `${check} ${title}`, where];
}

/** Inside `<summary>` Markdown is not read: letters of HTML are written out. */
function markdownTitle(text: string): string {
  return `<code>${markdownCode(text)
    .slice(1, -1)
    .replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)}</code>`;
}
