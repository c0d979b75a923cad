import { z } from 'zod';
import { isRingfenceError } from '#lib/api/errors.ts';
import { evidenceDocument } from '#lib/api/evidence-schema.ts';
import { VERSION } from '#lib/api/version.ts';
import { NotPacked, unpackObserved } from '#lib/flows/packed-observed.ts';
import type { AdequacyTable } from '#lib/gdpr/adequacy/types.ts';
import { ruleSetIdentity } from '#lib/gdpr/rule-set.ts';
import { buildClusterObjects } from '#lib/kube/build-cluster-objects.ts';
import type { ClusterObjects, Completeness } from '#lib/kube/cluster-objects.ts';
import { asSourcesTell } from '#lib/kube/kept-kinds.ts';
import type { KeptObject } from '#lib/kube/objects.ts';
import { projectObject } from '#lib/kube/project.ts';
import { rejoinProvenance } from '#lib/kube/provenance.ts';
import type { Profile } from '#lib/policy/types.ts';
import { VERIFY } from '#lib/text/en/verify.ts';
import { type Analysis, createAnalysis } from '#server/analysis/analysis.ts';
import { evidenceOf } from '#server/analysis/snapshot.ts';
import { contentOf } from '#server/content-of.ts';
import { readDataMapText } from '#server/data-map/read-data-map.ts';
import type { Evidence } from '#server/report/evidence/evidence.ts';
import { objectsOfInputs } from '#server/report/evidence/inputs.ts';
import { type Difference, firstDifference, shortened } from './first-difference.ts';
import type { EvidenceFile } from './parse-evidence.ts';
import type { TellProgress } from './progress.ts';
import { ruleSetOf } from './releases.ts';

/** What the file gives and nothing else follows from: all the rest is computed again. */
const given = evidenceDocument.pick({
  title: true,
  reason: true,
  chain: true,
  tool: true,
  cluster: true,
  revision: true,
  taken: true,
  local: true,
  source: true,
  provenance: true,
  profile: true,
  completeness: true,
  scope: true,
  inputs: true,
  changes: true,
});

export interface Recomputed {
  readonly analysis: Analysis;
  readonly evidence: Evidence;
}

/** Evidence of the inputs of a file alone, by the rules of this version; or why there is none. */
export function recompute(file: EvidenceFile, progress: TellProgress): Recomputed | Difference {
  progress('inputs');
  const read = readGiven(file);
  if ('path' in read) return read;
  const place = placeOfChanges(read);
  if (place !== undefined) return place;
  const {
    inputs,
    profile,
    completeness,
    cluster,
    revision,
    taken,
    local,
    source,
    chain,
    scope,
    title,
    reason,
    provenance,
    changes,
  } = read;
  try {
    const told: Completeness = { ...completeness, kinds: asSourcesTell(completeness.kinds) };
    const objects = readObjects(inputs as unknown as Evidence['inputs'], told);
    const dataMapInForce =
      inputs.dataMap === undefined
        ? undefined
        : readDataMapText(inputs.dataMap, { from: 'file', file: VERIFY.evidenceFile });
    const analysis = createAnalysis(objects, profile as Profile, {
      clusterId: cluster.name,
      clusterName: cluster.name,
      revision: {
        seq: revision.seq,
        content: contentOf(objects, profile, dataMapInForce?.dataMap),
      },
      taken,
      ...(dataMapInForce === undefined ? {} : { dataMapInForce }),
      accepted: {
        ...(inputs.waivers === undefined ? {} : { waivers: inputs.waivers }),
        ...(inputs.asked === undefined ? {} : { now: inputs.asked }),
        ...(inputs.observed === undefined ? {} : { observed: { traffic: unpackObserved(inputs.observed) } }),
        ...(inputs.adequacy === undefined ? {} : { adequacy: inputs.adequacy as unknown as AdequacyTable }),
      },
    });
    const request = {
      ...(title === undefined ? {} : { title }),
      ...(reason === undefined ? {} : { reason }),
      ...(local === undefined ? {} : { local }),
      ...(chain === undefined ? {} : { chain }),
      ...(provenance === undefined ? {} : { provenance: rejoinProvenance(provenance, told) }),
      ...(scope === undefined ? {} : { scope: scope.namespaces }),
      // They follow from two snapshots: of one alone only their form can be looked at, and which one was before.
      ...(changes === undefined ? {} : { changes }),
    };
    progress('gaps');
    void analysis.gapReport; // kept: what follows asks for it again
    progress('evidence');
    return { analysis, evidence: evidenceOf(analysis, request, source as Evidence['source']) };
  } catch (error) {
    if (error instanceof NotPacked)
      return { path: '$.inputs.observed', expected: VERIFY.readable, found: error.message };
    // A DataMap with a mistake, a scope that is not there.
    if (!isRingfenceError(error)) throw error;
    return { path: '$.inputs', expected: VERIFY.readable, found: error.message };
  }
}

function readGiven(file: EvidenceFile): z.output<typeof given> | Difference {
  const members = file.pick(Object.keys(given.shape));
  const read = given.safeParse(members);
  return read.success ? read.data : firstIssue(read.error, members);
}

const MEMBERS = Object.entries(evidenceDocument.shape);
/** What every version of the form wrote the same, and none computed. */
const outsideRules = evidenceDocument
  .pick({ tool: true, cluster: true })
  .extend({ taken: z.string().refine((time) => !Number.isNaN(Date.parse(time)), { error: 'RFC 3339' }) });

/** What no change of rules explains: a member missing, or one that every version of the form wrote the same. */
export function differenceOutsideRules(file: EvidenceFile): Difference | undefined {
  for (const [name, schema] of MEMBERS) {
    if (!file.has(name) && !schema.safeParse(undefined).success) {
      return { path: `$.${name}`, expected: VERIFY.member, found: undefined };
    }
  }
  const members = file.pick(Object.keys(outsideRules.shape));
  const read = outsideRules.safeParse(members);
  if (!read.success) return firstIssue(read.error, members);
  const { version, ruleSet, ruleSetSha256 } = read.data.tool;
  const known = ruleSetOf(version);
  if (known === undefined) return undefined;
  return firstDifference({ ruleSet: known.version, ruleSetSha256: known.sha256 }, { ruleSet, ruleSetSha256 }, '$.tool');
}

/** A snapshot is compared with one before it in its chain; partial ones between the two are passed over. */
function placeOfChanges({ changes, chain }: Pick<z.output<typeof given>, 'changes' | 'chain'>): Difference | undefined {
  const seq = changes?.since.seq;
  if (seq === undefined || chain === undefined || seq < chain.seq) return undefined;
  return firstDifference(chain.seq - 1, seq, '$.changes.since.seq');
}

function firstIssue({ issues: [issue] }: z.ZodError, members: object): Difference {
  const steps = issue?.path ?? [];
  const path = steps.reduce<string>(
    (at, step) => (typeof step === 'number' ? `${at}[${step}]` : `${at}.${String(step)}`),
    '$',
  );
  return { path, expected: issue?.message, found: shortened(valueAt(members, steps)) };
}

/** Whether this version computes by the rules that the file names. */
export function hasSameRules(file: EvidenceFile): boolean {
  const { version, ruleSet, ruleSetSha256 } = (file.read('tool') ?? {}) as Partial<Evidence['tool']>;
  const own = ruleSetIdentity();
  return version === VERSION && ruleSet === own.version && ruleSetSha256 === own.sha256;
}

/** Projected again: what is not as Ringfence keeps it comes out otherwise, and is found. */
function readObjects(inputs: Evidence['inputs'], completeness: Completeness): ClusterObjects {
  return { ...buildClusterObjects(projected(objectsOfInputs(inputs))), completeness };
}

function* projected(objects: Iterable<unknown>): Generator<KeptObject> {
  for (const object of objects) {
    const { kept } = projectObject(object);
    if (kept !== undefined) yield kept;
  }
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const step of path) at = (at as Record<PropertyKey, unknown> | null | undefined)?.[step];
  return at;
}
