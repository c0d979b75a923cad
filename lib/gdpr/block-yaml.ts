import { stringify } from 'yaml';

/** A word that no YAML version reads as anything but a string; everything else is quoted. */
const PLAIN = /^[A-Za-z][A-Za-z0-9]*(?:[-./_]+[A-Za-z0-9]+)*$/;
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;
/** YAML 1.2, 8.19: a longer key stands behind a question mark. */
const LONGEST_KEY = 1_000;
const STEP = '  ';

/**
 * Plain data as YAML in block style; what is undefined is left out. Thousands of fixes are written for one report, and
 * lines are all that is ours: whatever scalar could be misread is quoted by the serialiser, on one line.
 */
export function blockYaml(value: object): string {
  return isEmpty(value) ? `${emptyText(value)}\n` : block(value, '');
}

/** Without an indent before the first line. */
function block(value: object, indent: string): string {
  if (Array.isArray(value)) return value.map((item) => `-${inItem(item, indent)}`).join(indent);
  return membersOf(value)
    .map(([key, member]) => `${keyText(key, indent)}:${inMember(member, indent)}`)
    .join(indent);
}

function inItem(value: unknown, indent: string): string {
  return hasLines(value) ? ` ${block(value, indent + STEP)}` : ` ${leaf(value)}\n`;
}

function inMember(value: unknown, indent: string): string {
  const deeper = indent + STEP;
  return hasLines(value) ? `\n${deeper}${block(value, deeper)}` : ` ${leaf(value)}\n`;
}

function keyText(key: string, indent: string): string {
  return key.length > LONGEST_KEY ? `? ${leaf(key)}\n${indent}` : leaf(key);
}

function hasLines(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !isEmpty(value);
}

function isEmpty(value: object): boolean {
  return Array.isArray(value) ? value.length === 0 : membersOf(value).length === 0;
}

function membersOf(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}

/** `{}` and `[]` must be visible: an absent list means something else than an empty one. */
function emptyText(value: object): string {
  return Array.isArray(value) ? '[]' : '{}';
}

function leaf(value: unknown): string {
  if (typeof value === 'object' && value !== null) return emptyText(value);
  if (typeof value === 'string' && PLAIN.test(value) && !RESERVED.test(value)) return value;
  if (Number.isSafeInteger(value)) return String(value);
  return stringify(value, QUOTED).slice(0, -1);
}

const QUOTED = {
  defaultStringType: 'QUOTE_DOUBLE',
  lineWidth: 0,
  doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY,
} as const;
