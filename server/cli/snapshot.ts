import { createHash, type KeyObject } from 'node:crypto';
import { RingfenceError } from '#lib/api/errors.ts';
import { listsEffects } from '#lib/gdpr/build-gap.ts';
import { ownTimeZone } from '#lib/local-time.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { WAIVERS } from '#lib/text/en/waivers.ts';
import { type Analysis, createAnalysis } from '#server/analysis/analysis.ts';
import type { FixHelper } from '#server/analysis/fix-helper.ts';
import { packageOfSnapshot } from '#server/analysis/package-of-snapshot.ts';
import { checkScope, documentOf, snapshotForms } from '#server/analysis/snapshot.ts';
import { takeKeptSnapshot } from '#server/analysis/take-snapshot.ts';
import { tryFixes } from '#server/analysis/try-fixes.ts';
import { contentOf } from '#server/content-of.ts';
import { hasStore } from '#server/data-dir.ts';
import { signingKey } from '#server/read-key.ts';
import type { Evidence } from '#server/report/evidence/evidence.ts';
import { writePackage } from '#server/report/package/write-package.ts';
import type { ReportForm } from '#server/report/typeset.ts';
import { exportSnapshotFile, readSnapshotFile, SNAPSHOT_FILES } from '#server/store/snapshots.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { attachedTo } from '#server/verify/verify-document.ts';
import { adequacyOption } from './adequacy-option.ts';
import { commandActor, keptNameOf, keptOnPage } from './keep.ts';
import { type CommandLine, type CommonOptions, parseCommandLine, text, usage } from './options.ts';
import { checkResultFile, writeResultFile } from './output.ts';
import { type Input, readInput } from './read-input.ts';
import type { SnapshotProcesses } from './snapshot-ahead.ts';
import { addExport, tellExported } from './tell-exported.ts';
import { terminalText } from './terminal.ts';
import { tellWaivers, WAIVERS_OPTION, waiversOption } from './waivers-option.ts';

/**
 * `ringfence snapshot`: the compliance snapshot, into the chain of its cluster, and as PDF with evidence.json attached.
 * @param processes started already; they end with this one.
 */
export async function snapshot(argv: readonly string[], processes: SnapshotProcesses | undefined): Promise<number> {
  const { help, common, own } = parseCommandLine(argv, {
    command: 'snapshot',
    options: {
      'scope-namespace': { type: 'string', multiple: true },
      title: { type: 'string' },
      short: { type: 'string' },
      reason: { type: 'string' },
      'no-keep': { type: 'boolean' },
      package: { type: 'string' },
      'sign-key': { type: 'string' },
      ...WAIVERS_OPTION,
    },
    formats: ['text', 'json'],
  });
  if (help) {
    process.stdout.write(CLI.helpOf('snapshot'));
    return 0;
  }
  const writesNothing = common.output === undefined && own.short === undefined && own.package === undefined;
  if (own['no-keep'] === true && writesNothing) {
    throw usage(CLI.missing('--output'));
  }
  // Whoever means a part must not get the whole.
  if (common.namespaces !== undefined) throw usage(CLI.scopeOfSnapshot);
  const key = own.package === undefined ? undefined : signingKey(text(own['sign-key']));
  if (own['sign-key'] !== undefined && key === undefined) throw usage(CLI.missing('--package'));
  // A slip in a path should cost neither a report nor a link of the chain.
  for (const file of [common.output, text(own.short), text(own.package)]) if (file !== undefined) checkResultFile(file);
  const store = own['no-keep'] === true ? undefined : openStore(common.dataDir);
  try {
    const cluster = store && keptNameOf(store, common);
    if (store !== undefined && cluster !== undefined)
      return await keepOne(store, cluster, { common, own, key, processes });
    // What cannot be found again has no chain; who wants a file gets it all the same.
    if (store !== undefined) {
      if (writesNothing) throw usage(CLI.sourceNotKept);
      if (common.verbosity >= 0) process.stderr.write(`${CLI.sourceNotKept}\n`);
    }
    return await writeOne({ common, own, key, processes });
  } finally {
    store?.close();
  }
}

/** What somebody asked for, and who works on it. */
interface Wanted {
  readonly common: CommonOptions;
  readonly own: CommandLine['own'];
  readonly key: KeyObject | undefined;
  readonly processes: SnapshotProcesses | undefined;
}

/** Into the chain of the data folder, and to `--output` where that is given. */
async function keepOne(store: Store, cluster: string, { common, own, key, processes }: Wanted): Promise<number> {
  if (store.readOnly !== undefined) throw new RingfenceError('NOT_WRITABLE', store.readOnly, CLI.noKeep);
  const short = text(own.short);
  const helper = processes?.helper;
  const said = keptOnPage(store, cluster);
  const input = await readInput(common, { frozen: true });
  const dataMapInForce = common.dataMap === undefined ? (said.dataMap ?? input.dataMapInForce) : input.dataMapInForce;
  const { analysis, source } = analysisOf(input, dataMapInForce, common, own, { waivers: said.waivers, helper });
  const request = { ...requestOf(own), how: 'command', who: commandActor() } as const;
  const { link } = await takeKeptSnapshot(
    () => analysis,
    request,
    () => source,
    { store, cluster, typesetter: processes?.typesetter, helper },
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
    addExport(store, cluster, { snapshot: link.seq, form: 'short', file: SNAPSHOT_FILES.pdf, sha256: sha256Of(pdf) });
    writeResultFile(short, pdf);
  }
  const packaged = text(own.package);
  if (packaged !== undefined) {
    const content = await packageOfSnapshot(store, cluster, link.seq, key);
    addExport(store, cluster, { snapshot: link.seq, file: 'package.zip', sha256: sha256Of(content) });
    writeResultFile(packaged, content);
  }
  return 0;
}

function sha256Of(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Only to files. */
async function writeOne({ common, own, key, processes }: Wanted): Promise<number> {
  const helper = processes?.helper;
  const input = await readInput(common, { frozen: true });
  const { analysis, source } = analysisOf(input, input.dataMapInForce, common, own, { waivers: [], helper });
  checkScope(analysis, requestOf(own).scope);
  await tryFixes(await analysis.checked(), { ...requestOf(own), helper });
  const packaged = text(own.package);
  const wanted: readonly (readonly [ReportForm, (pdf: Uint8Array) => Uint8Array, string | undefined])[] = [
    ['full', (pdf) => pdf, common.output],
    ['full', (pdf) => packageOfDocument(pdf, key), packaged],
    ['short', (pdf) => pdf, text(own.short)],
  ];
  const files = wanted.flatMap(([form, content, file]) => (file === undefined ? [] : [{ form, content, file }]));
  const forms = [...new Set(files.map(({ form }) => form))];
  const snapshots = await snapshotForms(analysis, requestOf(own), source, forms, {
    typesetter: processes?.typesetter,
  });
  for (const { form, content, file } of files) {
    const pdf = snapshots[forms.indexOf(form)]?.pdf;
    if (pdf === undefined) continue;
    writeResultFile(file, content(pdf));
    const told = { format: file === packaged ? 'zip' : 'pdf', scope: requestOf(own).scope };
    if (hasStore(common.dataDir)) await tellExported(common, 'snapshot', file, told);
  }
  tellTaken(common, snapshots[0]?.evidenceHash ?? '', { short: text(own.short) });
  return 0;
}

/** The document carries the bytes of its evidence. */
function packageOfDocument(pdf: Uint8Array, key: KeyObject | undefined): Uint8Array {
  const [evidence] = attachedTo(Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength)).evidence;
  if (evidence === undefined) throw new Error('the document carries no evidence');
  return writePackage(evidence, pdf, key);
}

function requestOf(own: CommandLine['own']) {
  const scope = own['scope-namespace'] as readonly string[] | undefined;
  // What is not kept is the same wherever it is made.
  const timeZone = own['no-keep'] === true ? undefined : ownTimeZone();
  return { title: text(own.title), reason: text(own.reason), timeZone, scope };
}

function analysisOf(
  input: Input,
  dataMapInForce: Input['dataMapInForce'],
  common: CommonOptions,
  own: CommandLine['own'],
  {
    waivers: kept,
    helper,
  }: {
    readonly waivers: Awaited<ReturnType<typeof keptOnPage>>['waivers'];
    readonly helper: FixHelper | undefined;
  },
): { readonly analysis: Analysis; readonly source: Input['source'] } {
  const { objects, profile, taken: told, cluster, source, record } = input;
  // Files have no time: the snapshot is taken now.
  const taken = told ?? new Date().toISOString();
  const revision = { seq: 1, content: contentOf(objects, profile, dataMapInForce?.dataMap) };
  const given = waiversOption(own, common, told);
  const clash = given.waivers?.find(({ id }) => kept.some((each) => each.id === id));
  if (clash !== undefined) throw new RingfenceError('UNREADABLE_INPUT', WAIVERS.takenId(clash.id));
  const waivers = [...(given.waivers ?? []), ...kept];
  const waived = kept.length === 0 ? given : { waivers, ...(told === undefined ? { now: taken } : {}) };
  const { observed } = input;
  const accepted = { ...adequacyOption(input), ...waived, ...(observed === undefined ? {} : { observed }) };
  const meta = { clusterId: cluster, clusterName: cluster, revision, taken, dataMapInForce, accepted, record };
  const analysis = createAnalysis(objects, profile, meta);
  // Of a large cluster no fixes are tried.
  if (listsEffects(analysis.model)) helper?.begin({ objects, profile, meta, scope: requestOf(own).scope });
  else helper?.end();
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
