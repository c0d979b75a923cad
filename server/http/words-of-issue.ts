import type { z } from 'zod';
import * as text from '#lib/text/en/server.ts';

/** What is wrong with a field, for people: the schema's own words are a programmer's. */
export function wordsOfIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? text.FIELD_MISSING : text.wrongType(issue.expected);
    case 'invalid_value':
      return text.noneOf(issue.values.map(String));
    case 'too_small':
      return isNumber(issue.origin) ? text.tooSmall(String(issue.minimum)) : issue.message;
    case 'too_big':
      return isNumber(issue.origin) ? text.tooBig(String(issue.maximum)) : issue.message;
    default:
      return issue.message;
  }
}

function isNumber(origin: string): boolean {
  return origin === 'number' || origin === 'int';
}
