import { createHash } from 'node:crypto';
import { z } from 'zod';
import { STORE } from '#lib/text/en/store.ts';
import { canonicalJson } from '#server/report/evidence/canonical-json.ts';

/** What is written down. A word that was once written keeps its meaning. */
export const TRAIL_ACTIONS = [
  'snapshot-taken',
  'snapshot-exported',
  'snapshot-noted',
  'snapshot-signed',
  'snapshot-removed', // by retention: its files are gone, its link stays
  'result-exported', // a list or file that the page or a command gave away
  'waiver-accepted',
  'waiver-withdrawn',
  'data-map-kept',
  'data-map-forgotten',
  'file-taken-over', // of an earlier version, into the store
  'trail-exported',
] as const;
export type TrailAction = (typeof TRAIL_ACTIONS)[number];

/**
 * Who did it, as far as the server knows: nobody signs in by name. A name is only there as somebody entered it
 * (gdpr.md §5.7); the account is that of the process, and only a command's own.
 */
export interface TrailActor {
  readonly via: 'page' | 'command' | 'schedule' | 'server';
  /** How the page was let in: with the server's token, or as anybody on this machine is. */
  readonly session?: 'token' | 'local';
  /** The account that ran the command. */
  readonly account?: string;
  /** The role or name that was entered. */
  readonly said?: string;
}

export interface TrailLine {
  /** 1 for the first line of a data folder, then without a gap. */
  readonly seq: number;
  /** Hash of the line before; null for the first. */
  readonly prev: string | null;
  /** RFC 3339, by the clock of the machine. */
  readonly at: string;
  readonly who: TrailActor;
  readonly action: TrailAction;
  /** What is kept of a cluster is kept under this name. */
  readonly cluster?: string;
  /** Numbers, ids and hashes of what it was done to. */
  readonly what: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}
export type HashedTrailLine = TrailLine & {
  /** SHA-256 of the canonical JSON (RFC 8785) of all other fields. */
  readonly hash: string;
};

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Loose in `action` and `what`: a later version may write others, and its trail is still to be verified. */
const hashedLine = z.looseObject({
  seq: z.int(),
  prev: sha256.nullable(),
  at: z.string(),
  action: z.string(),
  hash: sha256,
});

export function textOfLine(line: TrailLine): string {
  return canonicalJson(line);
}

export function hashOfText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Of who did something and when, as a row beside the trail tells it: a line needs no name to hold it. */
export function hashOfEntry(who: string, when: string): string {
  return hashOfText(canonicalJson({ when, who }));
}

/** What the recomputed trail says. */
export interface TrailCheck {
  readonly lines: number;
  /** Hash of the last line: whoever wrote it down elsewhere knows that none was taken off the end. */
  readonly head: string | null;
  /** The first thing that is wrong; undefined: nothing was altered, and none is missing in between. */
  readonly problem?: { readonly seq: number; readonly message: string } | undefined;
}

/** Recomputes every hash of an exported trail, given as parsed lines from the first on. Stops at the first problem. */
export function verifyTrail(lines: Iterable<unknown>): TrailCheck {
  let seq = 0;
  let head: string | null = null;
  for (const raw of lines) {
    const stop = (message: string): TrailCheck => ({ lines: seq, head, problem: { seq: seq + 1, message } });
    const parsed = hashedLine.safeParse(raw);
    if (!parsed.success) return stop(STORE.trail.shape(seq + 1));
    const { hash, ...line } = parsed.data;
    if (line.seq !== seq + 1) return stop(STORE.trail.gap(seq + 1, line.seq));
    if (line.prev !== head) return stop(STORE.trail.prev(line.seq));
    if (hashOfText(canonicalJson(line)) !== hash) return stop(STORE.trail.hash(line.seq));
    seq++;
    head = hash;
  }
  return { lines: seq, head };
}
