import { contentHash } from '#lib/kube/content-hash.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { createAnalysis } from '#server/analysis/analysis.ts';
import { snapshotWithHash } from '#server/analysis/snapshot.ts';
import { parseCommandLine, text, usage } from './options.ts';
import { writeResultFile } from './output.ts';
import { readInput } from './read-input.ts';
import { tellWaivers, WAIVERS_OPTION, waiversOption } from './waivers-option.ts';

/** `ringfence snapshot`: the compliance snapshot as PDF, with evidence.json attached. */
export async function snapshot(argv: readonly string[]): Promise<number> {
  const { help, common, own } = parseCommandLine(argv, {
    command: 'snapshot',
    options: { 'scope-namespace': { type: 'string', multiple: true }, title: { type: 'string' }, ...WAIVERS_OPTION },
    formats: ['text', 'json'],
    laterOptions: ['package'],
  });
  if (help) {
    process.stdout.write(CLI.helpOf('snapshot'));
    return 0;
  }
  const file = common.output;
  if (file === undefined) throw usage(CLI.missing('--output'));
  // Whoever means a part must not get the whole.
  if (common.namespaces !== undefined) throw usage(CLI.scopeOfSnapshot);
  const input = await readInput(common, { frozen: true });
  const { objects, profile, dataMap, dataMapInForce, taken: told, cluster, source, record } = input;
  // Files have no time: the snapshot is taken now.
  const taken = told ?? new Date().toISOString();
  const revision = { seq: 1, content: contentHash(objects, profile, dataMap) };
  const accepted = waiversOption(own, common, told);
  const meta = { clusterId: cluster, clusterName: cluster, revision, taken, dataMapInForce, accepted, record };
  const analysis = createAnalysis(objects, profile, meta);
  tellWaivers(accepted.waivers === undefined ? undefined : analysis.gapReport.waivers, common);
  const scope = own['scope-namespace'] as readonly string[] | undefined;
  const request = { title: text(own.title), scope };
  const { pdf, evidenceHash } = await snapshotWithHash(analysis, request, { ...source, asOf: source.asOf ?? taken });
  writeResultFile(file, pdf);
  const id = evidenceHash.slice(0, 16);
  const asJson = common.format === 'json';
  process.stdout.write(
    asJson ? `${JSON.stringify({ id, evidenceHash, file })}\n` : CLI.snapshotTaken(id, evidenceHash),
  );
  return 0;
}
