import { z } from 'zod';
import { RingfenceError } from '#lib/api/errors.ts';
import { CAPTURE_API_VERSION } from '#lib/kube/capture.ts';
import {
  KIND_STATES,
  type KindCompleteness,
  READING_NOTE_CODES,
  type ReadingNote,
  type UnreadObject,
} from '#lib/kube/cluster-objects.ts';
import { isRawObject, type RawObject } from '#lib/kube/read-field.ts';
import { readingFailures } from '#lib/text/en/reading.ts';

/** What a capture or a snapshot's evidence says beside its objects. */
export interface CaptureHead {
  readonly taken?: string;
  readonly cluster?: string;
  readonly kinds: readonly KindCompleteness[];
  readonly unread: readonly UnreadObject[];
  readonly notes: readonly ReadingNote[];
}

const text = z.string().max(10_000);
const place = {
  file: text.optional(),
  document: z.int().optional(),
  line: z.int().optional(),
  object: text.optional(),
};

const head = z.object({
  taken: text.nullish(),
  cluster: text.nullish(),
  completeness: z
    .object({
      kinds: z
        .array(
          z.object({
            resource: text,
            kind: text,
            count: z.int().nonnegative(),
            state: z.enum(KIND_STATES),
            deniedNamespaces: z.array(text).optional(),
            resourceVersion: text.optional(),
            pages: z.int().optional(),
            message: text.optional(),
          }),
        )
        .default([]),
      unread: z.array(z.object({ ...place, field: text.optional(), message: text })).default([]),
      notes: z
        .array(
          z.object({
            ...place,
            code: z.enum(READING_NOTE_CODES),
            message: text,
          }),
        )
        .default([]),
    })
    .nullish(),
});

/** A capture of this or of any other version. */
export function isCapture(value: unknown): value is RawObject {
  return (
    isRawObject(value) &&
    value.kind === 'Capture' &&
    typeof value.apiVersion === 'string' &&
    value.apiVersion.startsWith('ringfence.dev/')
  );
}

/** Throws UNREADABLE_INPUT with the field that does not fit: a capture is ours, so nothing in it is guessed. */
export function readCaptureHead(value: RawObject, file: string): CaptureHead {
  if (value.apiVersion !== undefined && value.apiVersion !== CAPTURE_API_VERSION) {
    throw new RingfenceError('UNREADABLE_INPUT', readingFailures.newerCapture(file));
  }
  const parsed = head.safeParse(value, { jitless: true });
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new RingfenceError('UNREADABLE_INPUT', readingFailures.badCapture(file, field));
  }
  const { taken, cluster, completeness } = parsed.data;
  return {
    ...(taken ? { taken } : {}),
    ...(cluster ? { cluster } : {}),
    kinds: completeness?.kinds ?? [],
    unread: completeness?.unread ?? [],
    notes: completeness?.notes ?? [],
  };
}
