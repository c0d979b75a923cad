import { z } from 'zod';
import { KIND_STATES } from '#lib/kube/cluster-objects.ts';
import type { Provenance } from '#lib/kube/provenance.ts';
import { count, list, strings } from './basic-schemas.ts';

z.config({ jitless: true });

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const time = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), { error: 'RFC 3339' })
  .describe('RFC 3339');
const told = <Value extends z.ZodType>(value: Value) =>
  z
    .union([z.object({ value }), z.object({ notTold: z.string() })])
    .describe('What was asked for, or why it could not be had: "403", "no answer".');

const digested = {
  resource: z.string().describe('Plural with group, as in RBAC.'),
  kind: z.string(),
  count,
  sha256: sha256.describe(
    "Of the RFC 8785 text of the list of this kind's objects as `inputs` has them, by namespace and name.",
  ),
};

const versions = z.object({ from: z.string(), to: z.string() }).describe('Lowest and highest resourceVersion.');

const listName = { resource: z.string(), namespace: z.string().optional() };

const oneList = z.object({
  namespace: z.string().optional(),
  apiVersion: z.string(),
  resourceVersion: z.string(),
  started: time,
  ended: time,
  pages: count,
  count,
  watchedTo: z
    .string()
    .optional()
    .describe('Version up to which the watch that goes on from the list told everything.'),
  changes: count.describe('Changes that the watch told since the list; they are in the objects.'),
});

const rule = z.object({
  verbs: strings,
  apiGroups: strings,
  resources: strings,
  names: count.optional().describe('For so many objects only, which are not named.'),
});

const identity = z
  .object({
    kind: z.enum(['service-account', 'user', 'anonymous']),
    namespace: z.string().optional(),
    name: z.string().optional().describe('Of a service account; people are not named.'),
    groups: strings,
  })
  .describe('Whom the server saw in the reader, by its SelfSubjectReview.');

const rules = z
  .object({
    asked: list(
      z.object({
        namespaces: strings,
        rules: list(rule),
        more: count.optional(),
        incomplete: z.literal(true).optional(),
      }),
    ),
    more: count.optional().describe('Namespaces that were not asked about.'),
  })
  .describe('What the reader may do, by its SelfSubjectRulesReview.');

const ofServer = z
  .object({
    from: z.literal('api-server'),
    clusterId: told(z.string()).describe('UID of the namespace kube-system.'),
    version: told(z.object({ gitVersion: z.string(), platform: z.string().optional() })),
    authority: told(sha256).describe('SHA-256 of the authorities in PEM by which the server was recognised.'),
    identity: told(identity),
    rules: told(rules),
    clock: z.object({
      source: z.literal('this-machine'),
      toServer: told(z.object({ offsetMs: z.number(), withinMs: z.number() })),
    }),
    state: z.enum(['frozen', 'watched', 'lost']),
    asOf: time.optional().describe('When a lost server was last heard.'),
    kinds: list(
      z.object({
        ...digested,
        state: z.enum(KIND_STATES),
        deniedNamespaces: strings.optional(),
        lists: list(oneList),
        versions: versions.optional(),
      }),
    ),
    skew: z
      .object({ from: time, to: time, milliseconds: z.number(), versions: versions.optional() })
      .optional()
      .describe('Lists of different kinds are not one moment: from the start of the first to the end of the last.'),
    readAgain: list(
      z.object({
        ...listName,
        kind: z.string(),
        from: z.string(),
        to: z.string(),
        objects: list(
          z.object({
            name: z.string(),
            change: z.enum(['written', 'removed']),
            resourceVersion: z.string().optional(),
          }),
        ),
        more: count.optional(),
      }),
    ).describe('Listed once more, since objects changed while the rest was read: what changed in between.'),
    notReadAgain: list(z.object(listName)).describe('Lists that could not be had anew in time: theirs are older.'),
  })
  .describe('Read from an API server.');

const ofFiles = z
  .object({
    from: z.enum(['files', 'demo']),
    files: list(z.object({ name: z.string().describe('Without its folder.'), size: count, sha256 })),
    kinds: list(z.object(digested)),
  })
  .describe('Read from files: no API server said that this is what runs.');

/** Where a snapshot's objects come from. */
export const provenance: z.ZodType<Provenance> = z.union([ofServer, ofFiles]);
