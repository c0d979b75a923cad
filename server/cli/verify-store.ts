import { RingfenceError } from '#lib/api/errors.ts';
import { STORE } from '#lib/text/en/store.ts';
import { hasStore } from '#server/data-dir.ts';
import { checkStore, isSound, type StoreCheck } from '#server/store/integrity.ts';
import { openStore } from '#server/store/store.ts';
import { type HashedTrailLine, type TrailCheck, verifyTrail } from '#server/store/trail-line.ts';
import { contentOf } from '#server/verify/verify-file.ts';
import type { CommonOptions } from './options.ts';
import { openOutput } from './output.ts';
import { terminalText } from './terminal.ts';

const { check: words } = STORE;

/** `verify --store`: all that is kept in the data folder, which is only looked at. Exit status 1 where something is wrong. */
export async function verifyStore(options: CommonOptions): Promise<number> {
  // A folder without a database keeps nothing; looked at, it would be an empty store, which is always sound.
  if (!hasStore(options.dataDir)) throw new RingfenceError('USAGE', `${options.dataDir}: ${words.empty}`);
  const store = openStore(options.dataDir, { look: true });
  try {
    const check = await checkStore(store);
    const sound = isSound(check);
    await print({ schema: 'ringfence.dev/store-check/v1', sound, ...check }, linesOf(check, sound), options);
    return sound ? 0 : 1;
  } finally {
    store.close();
  }
}

/** `verify FILE.ndjson`: an exported audit trail. Throws UNREADABLE_INPUT where no line is one of a trail. Exit status 1 where a line was altered, is missing or is none. */
export async function verifyTrailFile(path: string, options: CommonOptions): Promise<number> {
  const lines = (await contentOf(path))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map(parsed);
  if (!lines.some(isTrailLine)) throw new RingfenceError('UNREADABLE_INPUT', words.noTrail(path));
  const check = verifyTrail(lines);
  const sound = check.problem === undefined;
  await print(
    { schema: 'ringfence.dev/trail-check/v1', sound, ...check },
    [...trailLines(check), verdict(sound)],
    options,
  );
  return sound ? 0 : 1;
}

/** One line that looks like ours: of a file with none nobody can say that it was a trail. */
function isTrailLine(line: unknown): boolean {
  const { seq, action, hash } = (line ?? {}) as Partial<HashedTrailLine>;
  return typeof seq === 'number' && typeof action === 'string' && typeof hash === 'string';
}

/** What is no JSON is no line of a trail: `verifyTrail` says so, with its place. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function linesOf({ database, chains, files, damaged, trail }: StoreCheck, sound: boolean): readonly string[] {
  return [
    ...database.map(words.database),
    ...chains.flatMap(({ cluster, links, head, problem }) => [
      words.chain(cluster, links, head),
      ...(problem === undefined ? [] : [words.problem(problem.message)]),
    ]),
    words.files(files),
    ...damaged.map(({ cluster, seq, name, message }) => words.file(cluster, seq, name, message)),
    ...trailLines(trail),
    verdict(sound),
  ];
}

function trailLines({ lines, head, problem }: TrailCheck): readonly string[] {
  return [words.trail(lines, head), ...(problem === undefined ? [] : [words.problem(problem.message)])];
}

function verdict(sound: boolean): string {
  return sound ? words.sound : words.notSound;
}

async function print(result: object, lines: readonly string[], { format, output: file }: CommonOptions): Promise<void> {
  const output = openOutput(file);
  await output.write(
    format === 'json' ? `${JSON.stringify(result, null, 2)}\n` : `${lines.map(terminalText).join('\n')}\n`,
  );
  await output.end();
}
