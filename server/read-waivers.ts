import { readFileSync, statSync } from 'node:fs';
import { RingfenceError } from '#lib/api/errors.ts';
import { parseWaivers } from '#lib/gdpr/waivers/parse-waivers.ts';
import type { Waiver } from '#lib/gdpr/waivers/types.ts';
import { NO_SUCH_FILE } from '#lib/text/en/reading.ts';
import { WAIVERS } from '#lib/text/en/waivers.ts';

/** Some ten thousand waivers; whoever has more has another problem. */
const BYTES_MAX = 16 * 2 ** 20;

/**
 * The waivers of a file. Throws USAGE where it cannot be read, UNREADABLE_INPUT with every mistake and its line: half a
 * file would waive what nobody accepted, or report what somebody did.
 * @param today RFC 3339 full-date by the clock: an approval in the future is a mistake.
 */
export function readWaivers(file: string, today: string): readonly Waiver[] {
  const { waivers, problems } = parseWaivers(textOf(file), today);
  if (problems.length === 0) return waivers;
  const lines = problems.map(({ line, message }) => WAIVERS.atLine(file, line, message));
  throw new RingfenceError('UNREADABLE_INPUT', WAIVERS.unreadable(file, problems.length), lines.join('\n'));
}

function textOf(file: string): string {
  try {
    if (statSync(file).size > BYTES_MAX) throw new Error(WAIVERS.tooLarge(BYTES_MAX));
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new RingfenceError('USAGE', WAIVERS.notRead(file, code === 'ENOENT' ? NO_SUCH_FILE : message));
  }
}
