import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { RingfenceError } from '#lib/api/errors.ts';
import { readAdequacyTable } from '#lib/gdpr/adequacy/parse-table.ts';
import type { AdequacyTable } from '#lib/gdpr/adequacy/types.ts';
import { ADEQUACY } from '#lib/text/en/adequacy.ts';

/** Decisions on all countries of the world, with room for words. */
const BYTES_MAX = 4 * 2 ** 20;

/**
 * The adequacy table of a file, in YAML or JSON (gdpr.md §6). Throws USAGE where it cannot be read, UNREADABLE_INPUT with
 * every problem and its line: half a table would let transfers pass that nobody decided on.
 */
export function readAdequacyFile(path: string): AdequacyTable {
  const file = basename(path);
  const read = readAdequacyTable(textOf(path, file));
  if ('table' in read) return read.table;
  const lines = read.problems.map((each) => ADEQUACY.message(file, each.line, each.path, each.message));
  throw new RingfenceError('UNREADABLE_INPUT', ADEQUACY.unusable(file, lines.length), lines.join('\n'));
}

function textOf(path: string, file: string): string {
  try {
    if (statSync(path).size > BYTES_MAX) throw new Error(`more than ${BYTES_MAX} bytes`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new RingfenceError('USAGE', ADEQUACY.cannotOpen(file), String(error));
  }
}
