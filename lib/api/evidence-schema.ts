import { z } from 'zod';
import { EDGE_COLUMNS, type PackedObserved } from '#lib/flows/packed-observed.ts';
import type { Changes } from '#lib/gdpr/report-parts/changes.ts';
import { CHANGE_KINDS } from '#lib/policy/diff/types.ts';
import { count, list, strings } from './basic-schemas.ts';
import { classification } from './class-schemas.ts';
import { revision, sourceState, sourceType } from './cluster-schemas.ts';
import { completeness } from './completeness-schema.ts';
import { connectionKind, connectionsDocument } from './connection-schemas.ts';
import { dataMapChange } from './data-map-change-schema.ts';
import { gapDiffFields } from './diff-schemas.ts';
import { ports, reasons, relation } from './engine-schemas.ts';
import { gap, gapReport } from './gap-schemas.ts';
import { profile } from './profile-schema.ts';
import { provenance } from './provenance-schema.ts';
import { waiverReport, waiverSchema } from './waiver-report-schema.ts';

z.config({ jitless: true });

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('SHA-256 in lower-case hex');
const time = z.string().describe('RFC 3339');
const runs = (of: string) =>
  list(count).describe(`Runs of positions in ${of}, ends included: first, last, first, last, …`);

const object = z
  .looseObject({
    apiVersion: z.string(),
    kind: z.string(),
    metadata: z.looseObject({ name: z.string() }),
  })
  .describe("A Kubernetes object as Ringfence keeps it: the API's shape with fewer fields.");

export const packedGroup = z
  .object({
    shared: z.unknown(),
    own: strings.describe('JSON pointers (RFC 6901) into `shared`, which has null there.'),
    rows: list(list(z.unknown())).describe('One for each object: its values at the places that `own` names.'),
  })
  .describe('Objects that have most in common: each is `shared` with the values of its row.');

const adequacy = z.looseObject({ regime: z.string(), checkedOn: z.string() });

export const packedObserved = z
  .object({
    window: z.object({ from: z.number(), to: z.number() }).describe('Milliseconds since 1970.'),
    leftOut: count,
    complete: strings.describe('Sources whose silence says something.'),
    ends: strings,
    policies: strings,
    edges: list(list(z.union([z.string(), z.number(), z.boolean(), z.null()]))).describe(
      `One for each edge: ${EDGE_COLUMNS.join(', ')}; ends and policies by their places.`,
    ),
    coverage: list(
      z.object({
        source: z.string(),
        node: z.string(),
        runs: list(z.tuple([z.number(), count, z.number(), count])).describe(
          'First hour, hours, milliseconds observed of each, records lost in each.',
        ),
      }),
    ),
    changed: list(z.tuple([z.string(), z.number()]))
      .optional()
      .describe('Whose labels, pods or policies changed, and when last: what was seen before is judged by nobody.'),
    policiesFrom: z
      .number()
      .optional()
      .describe(
        'From when on policies are known: what was seen only before contradicts nothing. Absent: all the time.',
      ),
  })
  .describe('What a source of traffic observed: OBS and MIN rest on it.') satisfies z.ZodType<PackedObserved>;

const observedSummary = z
  .object({
    window: z.object({ from: time, to: time }),
    sources: list(z.object({ name: z.string(), complete: z.boolean(), nodes: count })),
    edges: count,
    leftOut: count,
    sha256: z.string().describe('Of `inputs.observed` as canonical JSON.'),
  })
  .describe('What of the inputs was observed, in short.');

const inputs = z
  .object({
    objects: list(object).describe('All but pods.'),
    pods: list(packedGroup),
    dataMap: z.string().optional().describe('The text of the DataMap in force; absent where there was none.'),
    waivers: list(waiverSchema).optional().describe('The waivers given; absent where there was none.'),
    asked: time.optional().describe('When the report was made, where the time of the source is another.'),
    adequacy: adequacy.optional().describe('The adequacy table given in place of the one that ships.'),
    observed: packedObserved.optional(),
  })
  .describe('All that the results follow from, with `profile`, `completeness` and `taken`.');

const connections = connectionsDocument.shape;
const aggregate = z.object({ allow: ports, some: ports.optional(), depends: ports, reasons });

const matrix = z
  .object({
    names: strings.describe('Rows are sources, columns destinations.'),
    rows: strings.describe('Runs of states: a allowed, p partly, u unknown, d denied, n no pair; "d12p1".'),
  })
  .describe('Who may connect to whom, group by group; the name * is all that is out of scope.');
const end = z.string().describe('ns/Kind/name');

const derived = z
  .object({
    isolation: z.object({ namespaces: matrix, environments: matrix }),
    exposure: z.object({
      maxHops: count,
      workloads: list(
        z.object({
          workload: end,
          dataClass: classification.shape.dataClass,
          path: z
            .object({ side: z.enum(['must', 'may']), through: strings, proxy: end.optional(), ways: count })
            .optional(),
          cut: z
            .object({
              connections: count,
              parts: list(z.object({ from: count.describe('Position in `sources`.'), to: strings })),
            })
            .optional(),
        }),
      ),
      sources: list(strings),
    }),
    register: z.object({
      entries: list(
        z.object({
          record: z.string().optional(),
          purposes: strings,
          categories: strings,
          subjects: strings,
          controllers: strings,
          roles: strings,
          retention: strings,
          owners: strings,
          systems: list(
            classification.pick({ dataClass: true, basis: true, dataAtRest: true }).extend({ workload: end }),
          ),
          internal: z.object({ declared: strings, allowedOnly: strings.describe('Namespaces.') }),
          external: list(
            z.object({ id: z.string(), declared: z.boolean(), allowed: z.enum(['yes', 'depends', 'no']) }),
          ),
          openOutside: z.object({ certain: strings, depends: strings }),
          observed: z
            .object({ from: strings.describe('Namespaces.'), recipients: strings, others: count })
            .optional()
            .describe('What was seen to pass; absent where no source of traffic observed anything.'),
        }),
      ),
      unknownWorkloads: count,
    }),
    transfers: z.object({
      regime: z.string(),
      checkedOn: z.string().optional(),
      recipients: list(
        z.object({
          id: z.string(),
          legalEntity: z.string().optional(),
          country: z.string().optional(),
          standing: z
            .looseObject({ type: z.enum(['inside', 'unsure', 'none', 'adequate', 'time-unknown']) })
            .optional()
            .describe('Where the country stands at the time of the source.'),
          transfer: z.looseObject({ basis: z.string() }).optional(),
          role: z.string().optional(),
          dpa: z.looseObject({}).optional(),
          receives: z.union([strings, z.literal('none')]).optional(),
          declaredFrom: strings,
          allowedFrom: strings,
          dependsFrom: strings,
        }),
      ),
    }),
    policies: list(
      z.object({
        kind: z.string(),
        namespace: z.string().optional(),
        name: z.string(),
        tier: z.enum(['Admin', 'NetworkPolicy', 'Baseline']).optional(),
        priority: z.number().optional(),
        directions: list(z.enum(['ingress', 'egress'])),
        uid: z.string().optional(),
        resourceVersion: z.string().optional(),
        specSha256: sha256,
        changedBy: z.string().optional(),
        selects: z.object({ pods: count, workloads: count }),
        rules: count,
        rulesInDoubt: count,
      }),
    ),
    owners: z.record(end, z.string()),
  })
  .describe('What follows from the inputs besides gaps and classes.');

const standing = classification.pick({ dataClass: true, basis: true });
const sides = { added: strings, removed: strings };

const changes: z.ZodType<Changes> = z.object({
  since: z.object({ taken: time, evidence: sha256.optional(), seq: z.int().positive().optional() }),
  gaps: z.object({ ...gapDiffFields, unchanged: count }),
  connections: list(
    z.object({
      subject: end,
      direction: z.enum(['ingress', 'egress']),
      change: z.enum(CHANGE_KINDS),
      before: relation,
      after: relation,
      peers: strings,
    }),
  ),
  workloads: z.object(sides),
  policies: z.object({ ...sides, changed: strings }).describe('Kind/ns/name'),
  classification: list(z.object({ workload: end, before: standing, after: standing })),
  dataMap: list(dataMapChange).describe('Entries of the DataMap that are not the same.'),
});

/** `evidence.json` of a snapshot. Names of people are replaced by a role. */
export const evidenceDocument = z
  .object({
    schema: z.literal('ringfence.dev/evidence/v5'),
    title: z.string().optional(),
    reason: z.string().optional().describe('Why it was taken, as somebody wrote it.'),
    chain: z
      .object({ seq: z.int().positive(), prev: sha256.nullable() })
      .optional()
      .describe('Its place among the snapshots of this cluster; absent where no store took part.'),
    tool: z.object({
      name: z.literal('Ringfence'),
      version: z.string(),
      ruleSet: z.string(),
      ruleSetSha256: sha256,
    }),
    dataTables: list(z.object({ name: z.string(), version: z.string(), sha256 })),
    cluster: z.object({ name: z.string(), uid: z.string().optional().describe('UID of the namespace kube-system.') }),
    revision,
    taken: time,
    local: z
      .object({ zone: z.string().max(253), offsetMinutes: z.int().min(-1440).max(1440) })
      .optional()
      .describe('The zone of the clocks where it was taken, and how far east of UTC they were; absent: as UTC.'),
    source: z.object({ type: sourceType, label: z.string(), state: sourceState, asOf: z.string().optional() }),
    provenance: provenance.optional(),
    enforcement: z.string().optional(),
    profile,
    completeness,
    scope: z
      .object({ namespaces: strings })
      .optional()
      .describe('Of a partial snapshot: the results tell these namespaces only; the inputs are whole.'),
    counts: z.object({ namespaces: count, pods: count, workloads: count, policies: count }),
    inputs,
    classification: list(classification.extend({ workload: z.string().describe('ns/Kind/name') })),
    relation: z.object({
      nodes: connections.nodes,
      edgeKinds: list(connectionKind).describe('What connections have, each once.'),
      edges: list(z.object({ from: count, to: list(count) })).describe(
        'Connections by places in `nodes` and `edgeKinds`: of each source destination, kind, destination, kind, …',
      ),
      omitted: connections.omitted,
      classes: list(
        z.object({
          namespace: z.string(),
          pods: runs('the pods of `inputs`, counted row by row from 0'),
          workloads: strings.optional().describe('Workloads without pods, ns/Kind/name.'),
          kind: count.optional().describe('Position in `kinds`; a class on the host network has none.'),
          like: count.optional().describe('The class that stands for it in `pairs`: it differs by its node only.'),
        }),
      ).describe('Pods that no policy in force can tell apart.'),
      outcomes: list(
        z.union([
          aggregate,
          z.object({ here: aggregate.optional(), elsewhere: aggregate.optional(), unplaced: aggregate.optional() }),
        ]),
      ).describe('What pairs of pods have; of some pairs it turns on whether they share a node.'),
      kinds: list(list(count)).describe(
        'For each kind as source, over the kinds as destinations: outcome, how many, outcome, how many, …',
      ),
      pairs: list(z.object({ from: count, to: list(count) })).describe(
        'Classes that have something else than their kinds: destination, outcome, destination, outcome, …',
      ),
    }),
    peerNames: strings.describe('The workloads behind gaps, sorted, each once.'),
    peerSets: list(
      z.strictObject({
        runs: runs('`peerNames`'),
        like: count
          .describe(
            'Position in `peerSets` of one without `like`: the workloads of that set, but for those at the positions in `runs`, which are in exactly one of the two.',
          )
          .optional(),
      }),
    ).describe('The workloads behind a gap; its own may be among them, and is not meant.'),
    gapValues: list(
      z.union([gap.shape.articles, gap.shape.references, gap.shape.classification, gap.shape.fix.shape.note]),
    ).describe(
      'What gaps have in common, each once, as gaps name it: articles, references, a class, the note of a fix.',
    ),
    fixLines: strings.describe('Lines of the YAML of fixes, each once.'),
    gaps: list(
      gap.extend({
        peers: count.describe('Position in `peerSets`.'),
        articles: count.describe('Position in `gapValues`.'),
        references: count.describe('Position in `gapValues`.'),
        classification: count.describe('Position in `gapValues`.'),
        fix: gap.shape.fix.extend({
          yaml: list(count).describe('Positions of its lines in `fixLines`; none: there is no fix to apply.'),
          note: count.describe('Position in `gapValues`.'),
        }),
      }),
    ),
    checks: gapReport.shape.checks,
    summary: gapReport.shape.summary,
    observed: observedSummary.optional(),
    waivers: waiverReport.optional().describe('What was accepted, and how it stood.'),
    derived,
    changes: changes.optional().describe('Against the snapshot before; absent where none was given.'),
    parts: z.record(z.string(), sha256).describe('Of the canonical text of each other member.'),
  })
  .describe(
    'Inputs and results of one revision. The file is canonical JSON (RFC 8785); the SHA-256 of its bytes is the evidence hash printed in the PDF.',
  );
