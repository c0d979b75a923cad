import { problems, readingNotes } from '#lib/text/en/reading.ts';
import { parseIpBlock } from './ip-block.ts';
import type { LabelSelector, UnreadPart } from './objects.ts';
import {
  childPath,
  FieldProblem,
  type RawObject,
  readLabels,
  readList,
  readObject,
  readOneOf,
  readTexts,
  requireObject,
  requireText,
  withoutUndefined,
} from './read-field.ts';
import type { ReadingContext } from './reading-context.ts';

// What policies of all kinds are made of. All readers throw FieldProblem.

const SELECTOR_FIELDS = new Set(['matchLabels', 'matchExpressions']);
const REQUIREMENT_FIELDS = new Set(['key', 'operator', 'values']);
const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

/** Row 75: set host bits and leading zeros are masked and reported. Row 78: IPv4 written as IPv6 is refused. */
export function readCidr(value: unknown, path: string, context: ReadingContext) {
  const written = requireText(value, path);
  const plain = parseIpBlock(written);
  const block = plain ?? parseIpBlock(written, 'decimal');
  if (block === undefined) throw new FieldProblem(path, problems.block(written));
  if (block === 'mapped') throw new FieldProblem(path, problems.mappedBlock(written));
  if (plain !== undefined && !block.hostBits) return { block, text: written };
  const { object, notes } = context;
  const say = plain === undefined ? readingNotes.leadingZero : readingNotes.hostBitsMasked;
  const code = block.hostBits ? 'host-bits-masked' : 'leading-zero';
  notes.push({ code, message: say(object, path, written, block.text), object });
  return { block, text: block.text };
}

/** Rows 33 to 42. Null is absent (row 40). Throws FieldProblem. */
export function readSelector(value: unknown, path: string): LabelSelector | undefined {
  const selector = readObject(value, path);
  if (selector === undefined) return undefined;
  refuseUnknownFields(selector, SELECTOR_FIELDS, path);
  const expressions = readList(selector.matchExpressions, `${path}.matchExpressions`)?.map((item, index) =>
    readRequirement(item, `${path}.matchExpressions[${index}]`),
  );
  return withoutUndefined<LabelSelector>({
    matchLabels: readLabels(selector.matchLabels, `${path}.matchLabels`),
    matchExpressions: expressions === undefined || expressions.length === 0 ? undefined : expressions,
  });
}

function readRequirement(value: unknown, path: string) {
  const requirement = requireObject(value, path);
  refuseUnknownFields(requirement, REQUIREMENT_FIELDS, path);
  const key = requireText(requirement.key, `${path}.key`);
  const operator = readOneOf(requirement.operator, `${path}.operator`, OPERATORS);
  if (operator === undefined) throw new FieldProblem(`${path}.operator`, problems.missing);
  const values = readTexts(requirement.values, `${path}.values`) ?? [];
  if (operator === 'In' || operator === 'NotIn') {
    // Row 37
    if (values.length === 0) throw new FieldProblem(`${path}.values`, problems.operatorNeedsValues(operator));
    return { key, operator, values };
  }
  // Row 36
  if (values.length > 0) throw new FieldProblem(`${path}.values`, problems.operatorTakesNoValues(operator));
  return { key, operator };
}

/**
 * The API server drops unknown fields or refuses the object, depending on who asks. Dropping `form:` for `from:` would
 * open a rule to everyone, and a field of a later API version may narrow one: what was meant is undecided.
 */
export function refuseUnknownFields(object: RawObject, known: ReadonlySet<string>, path: string): void {
  for (const key of Object.keys(object)) {
    if (!known.has(key) && object[key] !== null && object[key] !== undefined) {
      throw new FieldProblem(childPath(path, key), problems.unknownField);
    }
  }
}

/** `unread` of a policy that was kept before (captures, evidence). Throws FieldProblem where it is not well formed. */
export function readKeptUnread(value: unknown): readonly UnreadPart[] {
  return (readList(value, 'unread') ?? []).map((item, index) => {
    const at = `unread[${index}]`;
    const part = requireObject(item, at);
    const path = requireText(part.path, `${at}.path`);
    const message = requireText(part.message, `${at}.message`);
    if (part.part === 'spec') return { part: 'spec', path, message };
    const direction = readOneOf(part.direction, `${at}.direction`, ['ingress', 'egress'] as const);
    if (part.part !== 'rule' || direction === undefined || !Number.isSafeInteger(part.index)) {
      throw new FieldProblem(at, problems.missing);
    }
    return { part: 'rule', direction, index: part.index as number, path, message };
  });
}
