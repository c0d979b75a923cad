import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { RingfenceError } from '#lib/api/errors.ts';
import { waiverSchema } from '#lib/api/waiver-report-schema.ts';
import type { Waiver } from '#lib/gdpr/waivers/types.ts';
import { type WaiverProblem, waiverProblems } from '#lib/gdpr/waivers/waiver-problems.ts';
import { WAIVERS } from '#lib/text/en/waivers.ts';
import { openAtomicFile } from '#server/atomic-file.ts';

const OWNER_ONLY = 0o700;
const stored = z.strictObject({
  schema: z.literal('ringfence.dev/waiver-store/v1'),
  waivers: z.array(waiverSchema),
  /** Taken back; kept, so that who accepted what and when can be told later. */
  withdrawn: z.array(z.strictObject({ waiver: waiverSchema, withdrawnAt: z.string(), withdrawnBy: z.string() })),
});
type Stored = z.output<typeof stored>;
const EMPTY: Stored = { schema: 'ringfence.dev/waiver-store/v1', waivers: [], withdrawn: [] };

/** Where the waivers of a cluster are kept: `clusters/<kept under>/waivers.json` in the data folder. */
export function waiverStorePath(dataDir: string, keptUnder: string): string {
  return join(dataDir, 'clusters', keptUnder, 'waivers.json');
}

/** What people accepted on the page, in one file of the data folder (0600 in 0700), written whole or not at all. */
export interface WaiverStore {
  waivers(): readonly Waiver[];
  /** Every id that was ever given here. Throws UNREADABLE_INPUT where somebody has broken the file since. */
  ids(): readonly string[];
  /** Throws INTERNAL where it cannot be kept, UNREADABLE_INPUT as `ids`; nothing is changed then. */
  add(waiver: Waiver): void;
  /** Throws NOT_FOUND, INTERNAL, UNREADABLE_INPUT as `ids`. */
  withdraw(id: string, by: string, at: string): void;
}

/**
 * Without a path waivers last as long as the process. Throws UNREADABLE_INPUT for a file that is there and cannot be
 * understood: to go on without it would report what somebody accepted, and the next waiver would overwrite it.
 */
export function openWaiverStore(path: string | undefined): WaiverStore {
  let content: Stored = EMPTY;
  /** Another server may have written since: what it kept must not be overwritten, nor its ids be given twice. */
  const readAgain = (): Stored => {
    if (path !== undefined) content = existsSync(path) ? read(path) : EMPTY;
    return content;
  };
  readAgain();
  const keep = (next: Stored): void => {
    if (path !== undefined) write(path, next);
    content = next;
  };
  return {
    waivers: () => content.waivers,
    ids() {
      const { waivers, withdrawn } = readAgain();
      return [...waivers, ...withdrawn.map(({ waiver }) => waiver)].map(({ id }) => id);
    },
    add(waiver) {
      const { waivers } = readAgain();
      keep({ ...content, waivers: [...waivers, waiver as Stored['waivers'][number]] });
    },
    withdraw(id, by, at) {
      readAgain();
      const waiver = content.waivers.find((each) => each.id === id);
      if (waiver === undefined) throw new RingfenceError('NOT_FOUND', WAIVERS.noSuch(id));
      keep({
        ...content,
        waivers: content.waivers.filter((each) => each !== waiver),
        withdrawn: [...content.withdrawn, { waiver, withdrawnAt: at, withdrawnBy: by }],
      });
    },
  };
}

function read(path: string): Stored {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new RingfenceError('UNREADABLE_INPUT', WAIVERS.notRead(path, (error as Error).message));
  }
  const result = stored.safeParse(value);
  const [issue] = result.error?.issues ?? [];
  if (result.data === undefined) {
    throw new RingfenceError('UNREADABLE_INPUT', WAIVERS.notRead(path, `${issue?.path.join('.')}: ${issue?.message}`));
  }
  for (const waiver of result.data.waivers) {
    const [problem] = waiverProblems(waiver);
    if (problem !== undefined) throw new RingfenceError('UNREADABLE_INPUT', WAIVERS.notRead(path, inWords(problem)));
  }
  return result.data;
}

function write(path: string, content: Stored): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: OWNER_ONLY });
    const file = openAtomicFile(path);
    try {
      file.write(`${JSON.stringify(content, null, 2)}\n`);
      file.commit();
    } catch (error) {
      file.discard();
      throw error;
    }
  } catch (error) {
    throw new RingfenceError('INTERNAL', WAIVERS.notKept, (error as Error).message);
  }
}

export function inWords({ field, message }: WaiverProblem): string {
  return WAIVERS.wrong(field, message);
}
