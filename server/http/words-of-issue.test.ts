import { expect, test } from 'vitest';
import { z } from 'zod';
import { edgesQuery, ingestQuery } from '#lib/api/traffic-schemas.ts';
import { wordsOfIssue } from './words-of-issue.ts';

const words = (schema: z.ZodType, value: unknown): string => {
  const [issue] = schema.safeParse(value).error?.issues ?? [];
  return issue === undefined ? '' : wordsOfIssue(issue);
};

test.each([
  [z.string().min(1), '', 'must not be empty'],
  [z.string().min(20), 'short', 'must have at least 20 characters'],
  [z.string().max(3), 'four', 'must have at most 3 characters'],
  [z.array(z.string()).min(1), [], 'must not be empty'],
  [z.array(z.string()).min(2), [], 'must have at least 2 entries'],
  [z.array(z.string()).max(1), ['a', 'b'], 'must have at most 1 entry'],
  [z.coerce.number().int().max(5), 9, 'must be at most 5'],
  [z.int().min(1), 0, 'must be at least 1'],
  [z.int().positive(), 0, 'must be more than 0'],
  [z.number().lt(1), 1, 'must be less than 1'],
  [z.int().nonnegative(), -1, 'must be at least 0'],
  [z.number().multipleOf(5), 7, 'must be a multiple of 5'],
  [z.string(), undefined, 'is missing'],
  [z.array(z.string()), 'a', 'must be a list'],
  [z.enum(['a', 'b']), 'c', 'must be one of a, b'],
  [z.strictObject({}), { other: 1 }, 'has fields that are not known here: other'],
  [z.record(z.string().max(1), z.string()), { long: 'x' }, 'must have at most 1 character'],
  [z.string().regex(/^a$/, 'must be a'), 'b', 'must be a'],
  [edgesQuery, { from: 'yesterday' }, 'must be a time as 2026-11-26T10:00:00Z'],
  [edgesQuery, { limit: 'many' }, 'must be a number'],
  [edgesQuery, { end: 'x'.repeat(3_000) }, 'must have at most 2048 characters'],
  [ingestQuery, { source: '' }, 'must not be empty'],
])('%#: says what is expected', (schema, value, expected) => {
  expect(words(schema, value)).toBe(expected);
});

test.each([
  [z.string().regex(/^a$/), 'b'],
  [z.union([z.string(), z.int()]), true],
  [z.discriminatedUnion('type', [z.object({ type: z.literal('a') })]), { type: 'b' }],
  [z.string().refine((text) => text === 'a'), 'b'],
  [z.email(), 'b'],
])('%#: says nothing in the words of a programmer', (schema, value) => {
  expect(words(schema, value)).toMatch(/^(has a form that is not known here|must be one of a)/);
});
