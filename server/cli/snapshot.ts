import { contentHash } from '#lib/kube/content-hash.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { createAnalysis } from '#server/analysis/analysis.ts';
import { snapshotForms } from '#server/analysis/snapshot.ts';
import type { ReportForm } from '#server/report/typeset.ts';
import { parseCommandLine, text, usage } from './options.ts';
import { writeResultFile } from './output.ts';
import { readInput } from './read-input.ts';
import { tellWaivers, WAIVERS_OPTION, waiversOption } from './waivers-option.ts';

/** `ringfence snapshot`: the compliance snapshot as PDF, with evidence.json attached; and two pages of it for management. */
export async function snapshot(argv: readonly string[]): Promise<number> {
  const { help, common, own } = parseCommandLine(argv, {
    command: 'snapshot',
    options: {
      'scope-namespace': { type: 'string', multiple: true },
      title: { type: 'string' },
      short: { type: 'string' },
      ...WAIVERS_OPTION,
    },
    formats: ['text', 'json'],
    laterOptions: ['package'],
  });
  if (help) {
    process.stdout.write(CLI.helpOf('snapshot'));
    return 0;
  }
  const file = common.output;
  const short = text(own.short);
  if (file === undefined && short === undefined) throw usage(CLI.missing('--output'));
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
  const wanted: readonly (readonly [ReportForm, string | undefined])[] = [
    ['full', file],
    ['short', short],
  ];
  const forms = wanted.filter(([, path]) => path !== undefined);
  const snapshots = await snapshotForms(
    analysis,
    request,
    { ...source, asOf: source.asOf ?? taken },
    forms.map(([form]) => form),
  );
  for (const [index, { pdf }] of snapshots.entries()) writeResultFile(forms[index]?.[1] ?? '', pdf);
  const evidenceHash = snapshots[0]?.evidenceHash ?? '';
  const id = evidenceHash.slice(0, 16);
  const asJson = common.format === 'json';
  const written = { ...(file === undefined ? {} : { file }), ...(short === undefined ? {} : { short }) };
  process.stdout.write(
    asJson ? `${JSON.stringify({ id, evidenceHash, ...written })}\n` : CLI.snapshotTaken(id, evidenceHash),
  );
  return 0;
}
