import { z } from 'zod';
import { list } from './basic-schemas.ts';

z.config({ jitless: true });

const difference = z
  .object({
    path: z.string().describe('JSON path: $.gaps[3].severity'),
    expected: z.string().optional().describe('Shortened JSON; absent: nothing should stand there.'),
    found: z.string().optional().describe('Shortened JSON; absent: nothing stands there.'),
  })
  .describe('The first one.');

/** `verify FILE -o json` */
export const verificationDocument = z.object({
  schema: z.literal('ringfence.dev/verification/v1'),
  verdict: z.enum(['intact', 'pages-not-checked', 'rules-changed', 'altered']),
  made: z
    .object({
      schema: z.string(),
      version: z.string(),
      ruleSet: z.string(),
      cluster: z.string(),
      taken: z.string(),
    })
    .optional()
    .describe('As the file says it; absent where that much cannot be read.'),
  evidence: z.string().describe('SHA-256 of evidence.json, computed here; empty where there is none.'),
  chain: z
    .object({
      seq: z.int(),
      prev: z.string().nullable(),
      evidence: z.string(),
      taken: z.string(),
      hash: z.string(),
    })
    .optional()
    .describe('The link that follows from the evidence; absent where no store took part.'),
  findings: list(
    z.object({
      step: z.enum(['package', 'form', 'parts', 'results', 'chain', 'pages', 'tables', 'signature']),
      state: z.enum(['ok', 'altered', 'rules-changed', 'not-checked']),
      sentence: z.string(),
      difference: difference.optional(),
    }),
  ),
});
