import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { contentHash } from '#lib/kube/content-hash.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import { PROFILES } from '#lib/policy/profile.ts';
import { createAnalysis } from '#server/analysis/analysis.ts';
import { reportScenes } from '#server/analysis/report-scenes.ts';
import { evidenceOf } from '#server/analysis/snapshot.ts';
import { readSources } from '#server/cluster/files/read-sources.ts';
import { sealEvidence } from '#server/report/evidence/seal-evidence.ts';
import { typesetSnapshot } from '#server/report/typeset.ts';

// Writes the PDFs that `npm test` validates: `node e2e/pdf/write-samples.ts FOLDER`. They are small, since veraPDF looks
// at every object; what they hold is every kind of block, names made to break a document, and both forms.

const TAKEN = '2026-11-23T09:41:07Z';
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = process.argv[2] ?? '.';
mkdirSync(folder, { recursive: true });

async function objectsOf(path: string): Promise<ClusterObjects> {
  return (await readSources([here(path)], { stdin: undefined, strict: false })).objects;
}

const samples: Readonly<Record<string, ClusterObjects>> = {
  hostile: await objectsOf('../fixtures/hostile-names.json'),
  generated: generateCluster({ pods: 40, policies: 8 }),
};
for (const [name, objects] of Object.entries(samples)) {
  const revision = { seq: 1, content: contentHash(objects, PROFILES.upstream) };
  const analysis = createAnalysis(objects, PROFILES.upstream, {
    clusterId: name,
    clusterName: name,
    revision,
    taken: TAKEN,
  });
  const source = { type: 'file', label: name, state: 'current', asOf: TAKEN } as const;
  const evidence = sealEvidence(evidenceOf(analysis, {}, source));
  const scenes = await reportScenes(analysis.sceneInput, undefined);
  writeFileSync(join(folder, `${name}.pdf`), typesetSnapshot(evidence, scenes).pdf);
  if (name !== 'hostile') continue;
  writeFileSync(join(folder, `${name}-short.pdf`), typesetSnapshot(evidence, scenes, 'short').pdf);
}
