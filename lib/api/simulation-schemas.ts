/** The simulation and the candidates that go into it, as zod schemas typed by their interfaces. */
import { z } from 'zod';
import type { GapDiffJson } from '#lib/gdpr/gap-diff-json.ts';
import type { FlowsAfter } from '#lib/gdpr/types.ts';
import type { FormerBox } from '#lib/graph/simulation-scene.ts';
import type { CandidateAnswer } from '#lib/policy/candidate/types.ts';
import type { DiffJson } from '#lib/policy/diff/diff-json.ts';
import { count, list, strings } from './basic-schemas.ts';
import { revision } from './cluster-schemas.ts';
import type { Revision } from './cluster-types.ts';
import { completeness } from './completeness-schema.ts';
import { diff, gapDiff, type ProposalAnswer, proposalBody } from './diff-schemas.ts';
import { flowsAfter } from './gap-schemas.ts';
import { sceneView } from './scene-schemas.ts';
import type { SceneView } from './scene-types.ts';

z.config({ jitless: true });

const NAME_MAX = 253;
const PATCHES_MAX = 200_000;

/** Nothing proposed is a simulation too: the cluster as it is. */
export const simulationBody = proposalBody.omit({ namespaces: true, gaps: true }).extend({
  /** Policies, whole, and merge patches (RFC 7386) of other objects that are there, as fixes of gaps are written. */
  patches: z.string().max(PATCHES_MAX).default(''),
  level: z.enum(['namespaces', 'workloads']).optional(),
  namespace: z.string().min(1).max(NAME_MAX).optional(),
});
export type SimulationBody = z.output<typeof simulationBody>;

/** What became of one object, with its manifest in both states where it is there. */
export type SimulatedObject = ProposalAnswer['objects'][number] & {
  readonly apiVersion: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  /** Of a policy that is there afterwards: the pods that it selects. */
  readonly selects?: number | undefined;
};

export interface SimulationAnswer {
  readonly revision: Revision;
  readonly objects: readonly SimulatedObject[];
  /** What of the text could not be understood, and what was assumed; lines are those of the text. */
  readonly unread: ProposalAnswer['unread'];
  readonly notes: ProposalAnswer['notes'];
  /** "Opens 4 connections and closes 1. Two gaps open." */
  readonly sentence: string;
  readonly diff: DiffJson;
  readonly gaps: GapDiffJson;
  /** What becomes of the flows that were observed; absent: no source of observed traffic. */
  readonly flows?: FlowsAfter | undefined;
  /** Both states in one picture. */
  readonly scene: SceneView;
  readonly former: readonly FormerBox[];
}

const fence = z.object({
  isolated: z.number(),
  partly: z.boolean().optional(),
  depends: z.boolean().optional(),
});
const former = z.object({
  id: z.string(),
  fence: z.object({ ingress: fence, egress: fence }).optional(),
  gaps: z.object({ worst: z.enum(['critical', 'high', 'medium', 'low', 'info']), count }).optional(),
  detail: z.string().optional(),
  sentence: z.string(),
}) as z.ZodType<FormerBox>;

export const simulationAnswer: z.ZodType<SimulationAnswer> = z.object({
  revision,
  objects: list(
    z.object({
      apiVersion: z.string(),
      kind: z.string(),
      namespace: z.string().optional(),
      name: z.string(),
      change: z.enum(['added', 'changed', 'unchanged', 'removed', 'absent']),
      before: z.string().optional(),
      after: z.string().optional(),
      selects: count.optional(),
    }),
  ),
  unread: completeness.shape.unread,
  notes: completeness.shape.notes,
  sentence: z.string(),
  diff,
  gaps: gapDiff,
  flows: flowsAfter.optional(),
  scene: sceneView,
  former: list(former),
});

export type CandidateView = CandidateAnswer & { readonly revision: Revision };

const policy = z.object({ kind: z.string(), namespace: z.string(), name: z.string() });
export const candidateView: z.ZodType<CandidateView> = z.object({
  revision,
  wants: z.enum(['open', 'block']),
  sentence: z.string(),
  candidate: z
    .object({
      yaml: z.string(),
      steps: list(z.object({ policy, isNew: z.boolean(), sentence: z.string() })),
      effect: z.object({ asked: count, opens: count, closes: count, outside: count, isolates: count, dns: count }),
      effectSentence: z.string(),
      others: strings,
    })
    .optional(),
});
