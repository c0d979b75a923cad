import { createHash } from 'node:crypto';
import { RingfenceError } from '#lib/api/errors.ts';
import { contentHash } from '#lib/kube/content-hash.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { WAIVERS } from '#lib/text/en/waivers.ts';
import { type Analysis, createAnalysis } from '#server/analysis/analysis.ts';
import { documentOf, snapshotForms } from '#server/analysis/snapshot.ts';
import { takeKeptSnapshot } from '#server/analysis/take-snapshot.ts';
import type { Evidence } from '#server/report/evidence/evidence.ts';
import { startTypesetter } from '#server/report/render.ts';
import type { ReportForm } from '#server/report/typeset.ts';
import { exportSnapshotFile, readSnapshotFile, SNAPSHOT_FILES } from '#server/store/snapshots.ts';
import { inTransaction, openStore, type Store } from '#server/store/store.ts';
import { addTrailLine } from '#server/store/trail.ts';
import { adequacyOption } from './adequacy-option.ts';
import { commandActor, keptNameOf, keptOnPage } from './keep.ts';
import { type CommandLine, type CommonOptions, parseCommandLine, text, usage } from './options.ts';
import { checkResultFile, writeResultFile } from './output.ts';
import { type Input, readInput } from './read-input.ts';
import { terminalText } from './terminal.ts';
import { tellWaivers, WAIVERS_OPTION, waiversOption } from './waivers-option.ts';

/** `ringfence snapshot`: the compliance snapshot, into the chain of its cluster, and as PDF with evidence.json attached. */
export async function snapshot(argv: readonly string[]): Promise<number> {
  const { help, common, own } = parseCommandLine(argv, {
    command: 'snapshot',
    options: {
      'scope-namespace': { type: 'string', multiple: true },
      title: { type: 'string' },
      short: { type: 'string' },
      reason: { type: 'string' },
      'no-keep': { type: 'boolean' },
      ...WAIVERS_OPTION,
    },
    formats: ['text', 'json'],
    laterOptions: ['package'],
  });
  if (help) {
    process.stdout.write(CLI.helpOf('snapshot'));
    return 0;
  }
  if (own['no-keep'] === true && common.output === undefined && own.short === undefined) {
    throw usage(CLI.missing('--output'));
  }
  // Whoever means a part must not get the whole.
  if (common.namespaces !== undefined) throw usage(CLI.scopeOfSnapshot);
  // A slip in a path should cost neither a report nor a link of the chain.
  for (const file of [common.output, text(own.short)]) if (file !== undefined) checkResultFile(file);
  const store = own['no-keep'] === true ? undefined : openStore(common.dataDir);
  try {
    const cluster = store && keptNameOf(store, common);
    if (store !== undefined && cluster !== undefined) return await keepOne(store, cluster, common, own);
    // What cannot be found again has no chain; who wants a file gets it all the same.
    if (store !== undefined) {
      if (common.output === undefined && own.short === undefined) throw usage(CLI.sourceNotKept);
      if (common.verbosity >= 0) process.stderr.write(`${CLI.sourceNotKept}\n`);
    }
    return await writeOne(common, own);
  } finally {
    store?.close();
  }
}

/** Into the chain of the data folder, and to `--output` where that is given. */
async function keepOne(store: Store, cluster: string, common: CommonOptions, own: CommandLine['own']): Promise<number> {
  if (store.readOnly !== undefined) throw new RingfenceError('NOT_WRITABLE', store.readOnly, CLI.noKeep);
  const short = text(own.short);
  const typesetter = startTypesetter(); // it loads what it needs meanwhile, on another core
  const said = keptOnPage(store, cluster);
  const input = await readInput(common, { frozen: true });
  const dataMapInForce = common.dataMap === undefined ? (said.dataMap ?? input.dataMapInForce) : input.dataMapInForce;
  const { analysis, source } = analysisOf(input, dataMapInForce, common, own, said.waivers);
  const request = { ...requestOf(own), how: 'command', who: commandActor() } as const;
  const { link } = await takeKeptSnapshot(
    () => analysis,
    request,
    () => source,
    { store, cluster, typesetter },
  );
  // What is in the chain is told first: a disk may be full all the same.
  tellTaken(common, link.evidence, { short, chain: { chain: link.seq, link: link.hash } });
  if (common.output !== undefined) {
    const { pdf } = SNAPSHOT_FILES;
    writeResultFile(common.output, await exportSnapshotFile(store, cluster, link.seq, pdf, commandActor()));
  }
  if (short !== undefined) {
    const { content } = await readSnapshotFile(store, cluster, link.seq, SNAPSHOT_FILES.evidence);
    const kept: Evidence = JSON.parse(new TextDecoder().decode(content));
    const { pdf } = await documentOf(analysis, kept, { form: 'short' });
    const sha256 = createHash('sha256').update(pdf).digest('hex');
    const what = { snapshot: link.seq, form: 'short', file: SNAPSHOT_FILES.pdf, sha256 };
    inTransaction(store, () => addTrailLine(store, commandActor(), { action: 'result-exported', cluster, what }));
    writeResultFile(short, pdf);
  }
  return 0;
}

/** Only to `--output`. */
async function writeOne(common: CommonOptions, own: CommandLine['own']): Promise<number> {
  const typesetter = startTypesetter();
  const input = await readInput(common, { frozen: true });
  const { analysis, source } = analysisOf(input, input.dataMapInForce, common, own, []);
  const wanted: readonly (readonly [ReportForm, string | undefined])[] = [
    ['full', common.output],
    ['short', text(own.short)],
  ];
  const forms = wanted.flatMap(([form, file]) => (file === undefined ? [] : [{ form, file }]));
  const snapshots = await snapshotForms(
    analysis,
    requestOf(own),
    source,
    forms.map(({ form }) => form),
    { typesetter },
  );
  for (const [index, { pdf }] of snapshots.entries()) writeResultFile(forms[index]?.file ?? '', pdf);
  tellTaken(common, snapshots[0]?.evidenceHash ?? '', { short: text(own.short) });
  return 0;
}

function requestOf(own: CommandLine['own']) {
  const scope = own['scope-namespace'] as readonly string[] | undefined;
  return { title: text(own.title), reason: text(own.reason), scope };
}

function analysisOf(
  input: Input,
  dataMapInForce: Input['dataMapInForce'],
  common: CommonOptions,
  own: CommandLine['own'],
  kept: Awaited<ReturnType<typeof keptOnPage>>['waivers'],
): { readonly analysis: Analysis; readonly source: Input['source'] } {
  const { objects, profile, taken: told, cluster, source, record } = input;
  // Files have no time: the snapshot is taken now.
  const taken = told ?? new Date().toISOString();
  const revision = { seq: 1, content: contentHash(objects, profile, dataMapInForce?.dataMap) };
  const given = waiversOption(own, common, told);
  const clash = given.waivers?.find(({ id }) => kept.some((each) => each.id === id));
  if (clash !== undefined) throw new RingfenceError('UNREADABLE_INPUT', WAIVERS.takenId(clash.id));
  const waivers = [...(given.waivers ?? []), ...kept];
  const waived = kept.length === 0 ? given : { waivers, ...(told === undefined ? { now: taken } : {}) };
  const accepted = { ...adequacyOption(input), ...waived };
  const meta = { clusterId: cluster, clusterName: cluster, revision, taken, dataMapInForce, accepted, record };
  const analysis = createAnalysis(objects, profile, meta);
  tellWaivers(waivers.length === 0 ? undefined : analysis.gapReport.waivers, common);
  return { analysis, source: { ...source, asOf: source.asOf ?? taken } };
}

function tellTaken(
  { output: file, format }: CommonOptions,
  evidenceHash: string,
  {
    short,
    chain,
  }: {
    readonly short: string | undefined;
    readonly chain?: { readonly chain: number; readonly link: string };
  },
): void {
  const id = evidenceHash.slice(0, 16);
  const asJson = { id, ...chain, evidenceHash, file, short };
  process.stdout.write(
    format === 'json'
      ? `${JSON.stringify(asJson)}\n`
      : terminalLines(CLI.snapshotTaken(id, evidenceHash, chain?.chain)),
  );
}

function terminalLines(lines: readonly string[]): string {
  return lines.map((line) => `${terminalText(line)}\n`).join('');
}
