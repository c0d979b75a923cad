import { diffGaps } from '#lib/gdpr/diff-gaps.ts';
import { gapDiffJson } from '#lib/gdpr/gap-diff-json.ts';
import { clusterUidOf, runChecks } from '#lib/gdpr/run-checks.ts';
import { isOfNamespaces } from '#lib/gdpr/subject.ts';
import { diffJson } from '#lib/policy/diff/diff-json.ts';
import { diffModels } from '#lib/policy/diff/diff-models.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { DIFF } from '#lib/text/en/diff.ts';
import { contentOf } from '#server/content-of.ts';
import { adequacyOption, withTable } from './adequacy-option.ts';
import type { DiffDocument } from './diff-document.ts';
import { diffMarkdown } from './diff-markdown.ts';
import { diffText } from './diff-text.ts';
import { type CommonOptions, parseCommandLine, text, usage } from './options.ts';
import { type Input, readInput, tellUnknownNamespaces } from './read-input.ts';
import { openResult } from './result-output.ts';
import { createPaint } from './terminal.ts';
import { WAIVERS_OPTION, waiversOption } from './waivers-option.ts';

const FAIL_ON = ['opens', 'closes', 'gaps'] as const;
type FailOn = (typeof FAIL_ON)[number];

/** `ringfence diff`: what the state B changes against the state A. */
export async function diff(argv: readonly string[]): Promise<number> {
  const { help, common, own } = parseCommandLine(argv, {
    command: 'diff',
    options: { against: { type: 'string' }, 'fail-on': { type: 'string', multiple: true }, ...WAIVERS_OPTION },
    formats: ['text', 'json', 'markdown'],
  });
  if (help) {
    process.stdout.write(CLI.helpOf('diff'));
    return 0;
  }
  const failOn = failOnOf(own['fail-on']);
  const against = text(own.against);
  if (against === undefined) throw usage(CLI.missing('--against'));
  if (against === '-' && common.sources.includes('-')) throw usage(CLI.stdinTwiceInDiff);
  // A namespace may be in one of the two only: it is looked for in both, below.
  const [before, after] = [
    await readInput({ ...common, namespaces: undefined }),
    await readInput({ ...common, ...otherSource(against, common), namespaces: undefined }),
  ];
  tellUnknownNamespaces(common.namespaces, [before.model(), after.model()]);
  const document = documentOf(before, after, common, waiversOption(own, common, after.taken ?? before.taken));
  const output = openResult(common, 'diff');
  switch (common.format) {
    case 'json':
      await output.write(`${JSON.stringify(jsonOf(document, before, after))}\n`);
      break;
    case 'markdown':
      await output.write(diffMarkdown(document));
      break;
    default:
      await output.write(diffText(document, createPaint(common.color && output.isTerminal)));
  }
  await output.end();
  return status(document, failOn);
}

/** `--against` names its source as `serve --cluster` does: a path, `-`, snapshot:FILE, demo, in-cluster, context:NAME. */
function otherSource(against: string, { kubeconfig }: CommonOptions): Partial<CommonOptions> {
  const nothing = { sources: [], demo: false, context: undefined, kubeconfig: undefined, inCluster: false };
  if (against === 'demo' || against === '--demo') return { ...nothing, demo: true };
  if (against === 'in-cluster') return { ...nothing, inCluster: true };
  if (against.startsWith('context:')) return { ...nothing, context: against.slice('context:'.length), kubeconfig };
  return { ...nothing, sources: [against] };
}

function failOnOf(value: ReturnType<typeof parseCommandLine>['own'][string]): ReadonlySet<FailOn> {
  const words = (Array.isArray(value) ? value : []).flatMap((each) => String(each).split(','));
  for (const word of words) if (!FAIL_ON.some((known) => known === word)) throw usage(CLI.badFailOn(word, FAIL_ON));
  return new Set(words as FailOn[]);
}

function documentOf(
  before: Input,
  after: Input,
  { namespaces }: CommonOptions,
  accepted: ReturnType<typeof waiversOption>,
): DiffDocument {
  const [a, b] = [before.model(), after.model()];
  const gaps = gapDiffJson(
    diffGaps(
      runChecks(a, { taken: before.taken, dataMap: before.dataMap, ...adequacyOption(before), ...accepted }),
      // Two sources are two states of one cluster here, also where only one of them says which.
      runChecks(b, {
        taken: after.taken,
        clusterUid: clusterUidOf(a),
        dataMap: after.dataMap,
        ...adequacyOption(after),
        ...accepted,
      }),
    ),
  );
  const isAsked = ({ subject }: { readonly subject: { readonly namespace: string } }) =>
    isOfNamespaces(subject, namespaces);
  return {
    before,
    after,
    diff: diffJson(diffModels(a, b, { namespaces })),
    gaps: {
      opened: gaps.opened.filter(isAsked),
      closed: gaps.closed.filter(isAsked),
      changed: gaps.changed.filter(isAsked),
    },
  };
}

function jsonOf({ diff: changes, gaps }: DiffDocument, before: Input, after: Input): object {
  const state = ({ cluster, objects, profile, dataMap, adequacy, taken }: Input) => ({
    cluster,
    revision: { seq: 1, content: contentOf(objects, profile, dataMap) },
    taken: taken ?? null,
    completeness: objects.completeness,
    ...withTable({ adequacy, dataMap }),
  });
  return {
    schema: 'ringfence.dev/diff/v1',
    before: state(before),
    after: state(after),
    profile: before.profile,
    ...changes,
    gaps,
  };
}

/** 1 where something is there that was not to be. Possibly opened is opened here, and ruled out is closed. */
function status({ diff: { changes }, gaps }: DiffDocument, failOn: ReadonlySet<FailOn>): number {
  const found: Readonly<Record<FailOn, boolean>> = {
    opens: changes.some(({ ports }) => ports.opened !== undefined || ports.possiblyOpened !== undefined),
    closes: changes.some(({ ports }) => ports.closed !== undefined || ports.ruledOut !== undefined),
    gaps: gaps.opened.length > 0,
  };
  const failed = FAIL_ON.filter((each) => failOn.has(each) && found[each]);
  for (const each of failed) process.stderr.write(`${DIFF.failedOn(each)}\n`);
  return failed.length > 0 ? 1 : 0;
}
