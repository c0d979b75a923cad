import type { SimulationAnswer } from '#lib/api/simulation-schemas.ts';
import { count, countOf } from '#lib/text/en/count.ts';
import { changeWords, dnsWords, isolationWords } from '#lib/text/en/diff.ts';
import { OUTPUT } from '#lib/text/en/simulate.ts';
import type { ObjectName, SimulatedChange } from './simulated-change.ts';
import { labelWords } from './written-labels.ts';

/** The manifests as `kubectl apply -f` takes them; what no manifest can say stands before them as commands. */
export function patchText(changes: readonly SimulatedChange[]): string {
  const commands = commandsOf(changes);
  const head = [
    OUTPUT.proposal,
    ...(commands.length === 0 ? [] : [OUTPUT.commands, ...commands.map((command) => `  ${command}`)]),
  ].map((line) => `# ${line}`);
  const texts = changes.flatMap((change) =>
    change.type === 'yaml' && change.text.trim() !== ''
      ? [`${change.patch === true ? `# ${OUTPUT.mergePatch}\n` : ''}${change.text.replace(/^---\n/, '').trimEnd()}`]
      : [],
  );
  return `${[head.join('\n'), ...texts].join('\n---\n')}\n`;
}

/** Deletions and labels, one command each. */
export function commandsOf(changes: readonly SimulatedChange[]): readonly string[] {
  return changes.flatMap((change) => {
    if (change.type === 'remove') return [`kubectl delete ${placeOf(change.object)}`];
    if (change.type !== 'labels') return [];
    const { object, labels } = change;
    if (object.kind === 'Namespace' || object.kind === 'Pod') {
      return [`kubectl label --overwrite ${placeOf(object)} ${labelWords(labels).map(quoted).join(' ')}`];
    }
    const template = { metadata: { labels } };
    const spec = object.kind === 'CronJob' ? { jobTemplate: { spec: { template } } } : { template };
    return [`kubectl patch ${placeOf(object)} --type merge -p ${quoted(JSON.stringify({ spec }))}`];
  });
}

function placeOf({ kind, namespace, name }: ObjectName): string {
  const where = namespace === undefined || namespace === '' ? '' : ` -n ${quoted(namespace)}`;
  return `${quoted(kind.toLowerCase())} ${quoted(name)}${where}`;
}

/** For a shell, and on one line: names come from strangers. */
function quoted(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replace(/\p{Cc}/gu, ' ').replaceAll("'", `'\\''`)}'`;
}

const MOST_LINES = 20;

/** What a person who reviews the change wants to know first, as Markdown. */
export function pullRequestText(
  answer: SimulationAnswer,
  changes: readonly SimulatedChange[],
  about: { readonly cluster: string; readonly link: string | undefined },
): string {
  const { diff, gaps, objects, sentence, revision } = answer;
  const list = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0
      ? []
      : [
          `### ${title}`,
          '',
          ...lines.slice(0, MOST_LINES).map((line) => `- ${line}`),
          ...(lines.length > MOST_LINES ? [`- ${OUTPUT.more(lines.length - MOST_LINES)}`] : []),
          '',
        ];
  const gapLine = ({ severity, check, title }: SimulationAnswer['gaps']['opened'][number]) =>
    `${severity} · ${check} · ${escaped(title)}`;
  const commands = commandsOf(changes);
  return [
    `## ${OUTPUT.heading}`,
    '',
    escaped(sentence),
    '',
    OUTPUT.madeOn(about.cluster, count(revision.seq)),
    '',
    ...list(
      OUTPUT.objects,
      objects.map(
        ({ kind, namespace, name, change }) =>
          `${change} · ${code(`${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`)}`,
      ),
    ),
    ...list(
      OUTPUT.dns,
      diff.dns.map(({ workload, change, protocols }) => `${code(workload)} ${dnsWords(change, protocols)}`),
    ),
    ...list(OUTPUT.gapsOpened, gaps.opened.map(gapLine)),
    ...list(OUTPUT.gapsClosed, gaps.closed.map(gapLine)),
    ...list(
      OUTPUT.isolation,
      diff.isolation.map((each) => `${code(each.workload)} ${isolationWords(each)}`),
    ),
    ...list(
      OUTPUT.connections,
      diff.changes.map(
        ({ subject, direction, peers, unlisted, ports, after }) =>
          `${code(subject)} ${direction === 'ingress' ? 'from' : 'to'} ${countOf(peers.length + unlisted, 'other')}: ${escaped(changeWords(ports, after.reasons))}`,
      ),
    ),
    ...(commands.length === 0 ? [] : [`### ${OUTPUT.alsoRun}`, '', '```sh', ...commands, '```', '']),
    ...(about.link === undefined ? [] : [`[${OUTPUT.openSimulation}](${about.link})`, '']),
    OUTPUT.claim,
    '',
  ].join('\n');
}

const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``;
/** Names come from strangers: nothing of them is markup. */
const escaped = (text: string): string => text.replace(/[\\`*_[\]<>#|]/g, (sign) => `\\${sign}`);
