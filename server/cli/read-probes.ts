import { parseAllDocuments } from 'yaml';
import { RingfenceError } from '#lib/api/errors.ts';
import { PROBES } from '#lib/text/en/probes.ts';

/** One question as it was written, or why it is none. */
export type ReadProbe = { readonly value: unknown } | { readonly problem: string };

/** A line longer than this is not a question; YAML expectations may be as long as a policy repository's largest file. */
const LINE_LIMIT = 1_000_000;
const YAML_LIMIT = 16_000_000;

/**
 * Questions as NDJSON, line by line as they come, or YAML Expectations, recognised by their first line that says
 * something. Throws UNREADABLE_INPUT for YAML that is none, TOO_LARGE beyond the limits.
 */
export async function* readProbes(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ReadProbe> {
  let format: 'json' | 'yaml' | undefined;
  let yaml = '';
  for await (const line of lines(stream)) {
    const meaning = line.trim();
    if (format === undefined && meaning !== '') format = looksLikeYaml(meaning) ? 'yaml' : 'json';
    if (format === 'yaml') {
      yaml += `${line}\n`;
      if (yaml.length > YAML_LIMIT) throw new RingfenceError('TOO_LARGE', PROBES.tooLarge);
    } else if (meaning !== '') yield parseLine(meaning);
  }
  if (format === 'yaml') yield* parseExpectations(yaml);
}

/** A comment, a document mark, a key of the header. */
function looksLikeYaml(line: string): boolean {
  return /^(#|---|%YAML|(apiVersion|kind|expectations|metadata)\s*:)/.test(line);
}

function parseLine(line: string): ReadProbe {
  try {
    return { value: JSON.parse(line) };
  } catch {
    return { problem: PROBES.notJson };
  }
}

function* parseExpectations(text: string): Generator<ReadProbe> {
  for (const document of parseAllDocuments(text, { uniqueKeys: false })) {
    const [error] = document.errors;
    if (error !== undefined) throw new RingfenceError('UNREADABLE_INPUT', PROBES.badYaml, error.message);
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    if (value === null) continue;
    if (!isExpectations(value)) throw new RingfenceError('UNREADABLE_INPUT', PROBES.notExpectations);
    for (const expectation of value.expectations) yield { value: expectation };
  }
}

function isExpectations(value: unknown): value is { readonly expectations: readonly unknown[] } {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, expectations } = value as Record<string, unknown>;
  return apiVersion === 'ringfence.dev/v1alpha1' && kind === 'Expectations' && Array.isArray(expectations);
}

async function* lines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of stream) {
    const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > LINE_LIMIT) throw new RingfenceError('TOO_LARGE', PROBES.tooLarge);
    for (const part of parts) yield part.replace(/\r$/, '');
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
