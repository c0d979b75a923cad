import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { RingfenceError } from '#lib/api/errors.ts';
import { type Gap, SEVERITIES, type Severity } from '#lib/gdpr/types.ts';
import { NO_SUCH_FILE } from '#lib/text/en/reading.ts';
import { BASELINE } from '#lib/text/en/scan.ts';
import { FINGERPRINT_KEY, SARIF_TOOL } from './scan-sarif.ts';

/** What was known of a gap before. */
export interface KnownGap {
  readonly result: Gap['result'];
  readonly severity: Severity;
}
/** By fingerprint. */
export type Baseline = ReadonlyMap<string, KnownGap>;

const result = z.enum(['FAIL', 'WAIVED', 'UNKNOWN']);
const severity = z.enum(SEVERITIES);
const fingerprint = z.string().regex(/^[0-9a-f]{64}$/);

const gapsDocument = z.looseObject({
  schema: z.literal('ringfence.dev/gaps/v1'),
  gaps: z.array(z.looseObject({ fingerprint, result, severity })),
  baseline: z.unknown().optional(),
});
const sarifLog = z.looseObject({
  version: z.literal('2.1.0'),
  runs: z
    .array(
      z.looseObject({
        tool: z.looseObject({ driver: z.looseObject({ name: z.literal(SARIF_TOOL) }) }),
        results: z.array(
          z.union([
            z.looseObject({ kind: z.enum(['pass', 'notApplicable']) }).transform(() => undefined), // with `--passes`
            z.looseObject({
              partialFingerprints: z.looseObject({ [FINGERPRINT_KEY]: fingerprint }),
              properties: z.looseObject({ result, severity }),
            }),
          ]),
        ),
        properties: z.looseObject({ baseline: z.unknown().optional() }),
      }),
    )
    .length(1),
});

/**
 * The gaps of an earlier `scan -o json` or `-o sarif`, read strictly: a file that is not ours, from a newer version, or
 * that itself left out what was known would make old gaps look new, or new ones old.
 * Throws USAGE where the file cannot be read, UNREADABLE_INPUT.
 */
export function readBaseline(file: string): Baseline {
  const value = jsonOf(file);
  const read = isRecord(value) && 'runs' in value ? ofSarif(value) : ofJson(value);
  if (read === undefined) throw new RingfenceError('UNREADABLE_INPUT', BASELINE.notOurs(file));
  if (read.partial) throw new RingfenceError('UNREADABLE_INPUT', BASELINE.onlyNew(file));
  return read.known;
}

interface Read {
  readonly known: Baseline;
  readonly partial: boolean;
}

function ofJson(value: unknown): Read | undefined {
  const { data } = gapsDocument.safeParse(value);
  if (data === undefined) return undefined;
  return { known: new Map(data.gaps.map((gap) => [gap.fingerprint, gap])), partial: data.baseline !== undefined };
}

function ofSarif(value: unknown): Read | undefined {
  const [run] = sarifLog.safeParse(value).data?.runs ?? [];
  if (run === undefined) return undefined;
  const known = new Map(
    run.results.flatMap((gap) =>
      gap === undefined
        ? []
        : [[gap.partialFingerprints[FINGERPRINT_KEY] as string, pickKnown(gap.properties)] as const],
    ),
  );
  return { known, partial: run.properties.baseline !== undefined };
}

function pickKnown({ result, severity }: KnownGap): KnownGap {
  return { result, severity };
}

function jsonOf(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new RingfenceError('USAGE', BASELINE.notRead(file, code === 'ENOENT' ? NO_SUCH_FILE : message));
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new RingfenceError('UNREADABLE_INPUT', BASELINE.notOurs(file));
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
