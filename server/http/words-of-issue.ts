import type { z } from 'zod';
import * as text from '#lib/text/en/server.ts';

/** A schema that says nothing of its own has these words in front. */
const RAW = /^(?:Invalid|Too small|Too big|Unrecognized|Not a)\b/;

/** What is expected of a field, for people: the schema's own words are a programmer's. */
export function wordsOfIssue(issue: z.core.$ZodIssue): string {
  if (!RAW.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? text.FIELD_MISSING : text.wrongType(issue.expected);
    case 'invalid_value':
      return text.noneOf(issue.values.map(String));
    case 'too_small':
      return text.tooSmall(String(issue.minimum), issue.origin, issue.inclusive !== false);
    case 'too_big':
      return text.tooBig(String(issue.maximum), issue.origin, issue.inclusive !== false);
    case 'not_multiple_of':
      return text.multipleOf(String(issue.divisor));
    case 'unrecognized_keys':
      return text.unknownFields(issue.keys);
    case 'invalid_format':
      return text.wrongForm(issue.format);
    case 'invalid_key':
    case 'invalid_element': {
      const [first] = issue.issues;
      return first === undefined ? text.wrongForm('') : wordsOfIssue(first);
    }
    default:
      return text.wrongForm('');
  }
}
