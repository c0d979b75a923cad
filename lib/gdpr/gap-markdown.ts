import { CLOSING } from '#lib/text/en/checks-document.ts';
import { article, severityWord, upTo, GAP_MARKDOWN as WORDS } from '#lib/text/en/gaps-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import type { Gap } from './types.ts';

/** More workloads than these are a number: a ticket is no list. */
const MAX_PEERS = 20;

/**
 * A gap for a ticket or a pull request: claim, severity, proof, fix, articles. Names come from the cluster and stay text:
 * what Markdown or HTML would read in them is escaped.
 *
 * @param address where the gap can be looked at.
 */
export function gapMarkdown(gap: Gap, address: string): string {
  const place = [gap.subject.kind, gap.subject.namespace, gap.subject.name].filter((part) => part !== '').join(' ');
  const proofs = gap.witness.flatMap((hop) => hop.because.map(({ text }) => `- ${plain(text)}`));
  const peers = gap.peers.slice(0, MAX_PEERS).map((peer) => `- ${plain(peer)}`);
  const hidden = gap.peers.length - peers.length;
  const { dataClass, basis, source } = gap.classification;
  return [
    `## ${plain(gap.title)}`,
    plain(gap.summary),
    [
      `- ${WORDS.severity}: ${gap.result === 'UNKNOWN' ? upTo(gap.severity) : severityWord(gap.severity)} (${plain(gap.derivation)})`,
      `- ${WORDS.check}: ${gap.check}`,
      `- ${WORDS.subject}: ${plain(place)}`,
      `- ${WORDS.dataClass}: ${[dataClass, basis, source].filter(Boolean).map(plain).join(', ')}`,
      `- ${WORDS.articles}: ${gap.articles.map((hook) => article(hook.article)).join(', ')}`,
      `- ${WORDS.id}: ${gap.id}, <${address}>`,
    ].join('\n'),
    ...(gap.unknownBecause === undefined
      ? []
      : [`### ${WORDS.unknownBecause}`, gap.unknownBecause.map((reason) => `- ${plain(reason)}`).join('\n')]),
    ...(proofs.length === 0 ? [] : [`### ${WORDS.evidence}`, [...new Set(proofs)].join('\n')]),
    ...(peers.length === 0
      ? []
      : [`### ${WORDS.peers(gap.peers.length)}`, [...peers, ...(hidden > 0 ? [WORDS.more(hidden)] : [])].join('\n')]),
    ...(gap.fix.note === '' && gap.fix.yaml === '' ? [] : [`### ${WORDS.fix}`, plain(gap.fix.note)]),
    ...(gap.fix.yaml === '' ? [] : [fenced(gap.fix.yaml)]),
    ...(gap.fix.effect === undefined ? [] : [plain(gap.fix.effect.sentence)]),
    CLOSING,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function plain(text: string): string {
  return visibleText(text)
    .replace(/[\\`*_[\]<>|#~]/g, (mark) => `\\${mark}`)
    .replace(/&/g, '&amp;')
    .replace(/[\r\n]+/g, ' ');
}

/** A fence longer than any within, so that no value can end it. */
function fenced(yaml: string): string {
  const longest = Math.max(2, ...[...yaml.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}yaml\n${yaml.trimEnd()}\n${fence}`;
}
