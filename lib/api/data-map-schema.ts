import { z } from 'zod';
import {
  ALIAS_FIELDS,
  DATA_ROLES,
  DECLARED_CLASSES,
  ENVIRONMENTS,
  FLOW_KINDS,
  PSEUDONYMISATION_PARTS,
  REGIMES,
} from '#lib/gdpr/data-map/data-map-shape.ts';

z.config({ jitless: true });

const text = z.string().min(1);
const texts = z.array(text).min(1);
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
const date = z.string().regex(/^\d{4}-\d\d-\d\d$/);
/** ISO 3166-1 alpha-2. */
const country = z.string().regex(/^[A-Z]{2}$/);
const workload = z.string().regex(/^[a-z0-9.*-]+\/[A-Za-z*]+\/[A-Za-z0-9.:*-]+$/);
const role = z.enum(DATA_ROLES);

const workloadEntry = z.strictObject({
  match: z.strictObject({ namespace: text.optional(), kind: text.optional(), name: text.optional() }),
  dataClass: z.enum(DECLARED_CLASSES).optional(),
  because: text.optional(),
  dataAtRest: z.boolean().optional(),
  role: z.enum([...DATA_ROLES, 'pseudonymiser']).optional(),
  controller: text.optional(),
  environment: z.enum(ENVIRONMENTS).optional(),
  residency: texts.optional(),
  categories: texts.optional(),
  purposes: texts.optional(),
  subjects: texts.optional(),
  record: text.optional(),
  retention: text.optional(),
  owner: text.optional(),
  consumers: z.array(workload).optional(),
  pseudonymisation: z.strictObject({ domain: text, part: z.enum(PSEUDONYMISATION_PARTS) }).optional(),
  blastBudget: z.int().nonnegative().optional(),
  relay: z.literal('data').optional(),
});

const recipient = z.strictObject({
  id,
  legalEntity: text.optional(),
  fqdns: texts.optional(),
  cidrs: texts.optional(),
  importerCountry: country.optional(),
  role: role.optional(),
  kind: z.enum(['own', 'external']).optional(),
  contact: text.optional(),
  purpose: text.optional(),
  authorisedUnder: text.optional(),
  dpa: z.strictObject({ ref: text.optional(), signed: date.optional(), reviewBy: date.optional() }).optional(),
  transfer: z
    .strictObject({
      basis: z.string().regex(/^(?:none-needed|adequacy|scc|bcr|dpf|derogation:49(?:\.\d+)?(?:\.[a-z])?)$/),
      ref: text.optional(),
      certified: date.optional(),
      validUntil: date.optional(),
      conditionConfirmed: date.optional(),
    })
    .optional(),
  receives: z.union([z.literal('none'), texts]).optional(),
  because: text.optional(),
});

/** The DataMap file for editors and CI. What refers from one part to another only `parseDataMap` can tell. */
export const dataMapDocument = z.strictObject({
  apiVersion: z.literal('ringfence.dev/v1alpha1'),
  kind: z.literal('DataMap'),
  regime: z.enum(REGIMES).optional(),
  controllers: z
    .array(z.strictObject({ id, name: text.optional(), country: country.optional(), dpo: text.optional() }))
    .optional(),
  aliases: z.partialRecord(z.enum(ALIAS_FIELDS), texts).optional(),
  workloads: z.array(workloadEntry).optional(),
  recipients: z.array(recipient).optional(),
  flows: z
    .array(
      z.strictObject({
        from: z.union([z.literal('internet'), workload]),
        to: z.union([z.string().regex(/^recipient:/), workload]),
        ports: z.array(z.union([z.string(), z.int()])).optional(),
        purpose: text.optional(),
        kind: z.enum(FLOW_KINDS).optional(),
      }),
    )
    .optional(),
  egressGateways: z.array(workload).optional(),
  environments: z.partialRecord(z.enum(ENVIRONMENTS), texts).optional(),
  cni: z
    .strictObject({
      enforces: z.strictObject({ value: z.boolean(), because: text }).optional(),
      preservesClientIP: z.boolean().optional(),
    })
    .optional(),
  minimisation: z.strictObject({ unusedDays: z.int().positive().optional() }).optional(),
});
