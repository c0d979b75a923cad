import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RingfenceError } from '#lib/api/errors.ts';
import { waiverSchema } from '#lib/api/waiver-report-schema.ts';
import { parseDataMap } from '#lib/gdpr/data-map/parse-data-map.ts';
import type { Waiver } from '#lib/gdpr/waivers/types.ts';
import { waiverProblems } from '#lib/gdpr/waivers/waiver-problems.ts';
import { DATA_MAP } from '#lib/text/en/data-map.ts';
import { WAIVERS } from '#lib/text/en/waivers.ts';
import { hadDataMap, insertDataMap } from './kept-data-map.ts';
import { insertWaiver } from './kept-waivers.ts';
import { inTransaction, type Store } from './store.ts';
import { storeError } from './store-error.ts';
import { addTrailLine } from './trail.ts';
import { hashOfEntry, hashOfText, type TrailLine } from './trail-line.ts';

/** Behind the name of a file whose content is in the store: it is left for whoever looks for it, and read no more. */
const DONE = '.taken-over';

const waiverFile = z.strictObject({
  schema: z.literal('ringfence.dev/waiver-store/v1'),
  waivers: z.array(waiverSchema),
  withdrawn: z.array(z.strictObject({ waiver: waiverSchema, withdrawnAt: z.string(), withdrawnBy: z.string() })),
});

/** Where earlier versions kept what was accepted on the page. */
export function oldWaiverPath(dataDir: string, cluster: string): string {
  return join(dataDir, 'clusters', cluster, 'waivers.json');
}

/** Where earlier versions kept the DataMap of a cluster. */
export function oldDataMapPath(dataDir: string, cluster: string): string {
  return join(dataDir, 'data-maps', `${cluster}.yaml`);
}

/** The clusters of which files of earlier versions wait to be taken over. */
export function namesOfOldFiles(dataDir: string): readonly string[] {
  const [maps, clusters] = [join(dataDir, 'data-maps'), join(dataDir, 'clusters')];
  return [
    ...(existsSync(maps) ? readdirSync(maps) : []).flatMap((file) => /^(.*)\.yaml$/.exec(file)?.[1] ?? []),
    ...(existsSync(clusters) ? readdirSync(clusters) : []).filter((name) => existsSync(oldWaiverPath(dataDir, name))),
  ];
}

/**
 * Takes the waivers of an earlier version over, once. Throws UNREADABLE_INPUT for a file that cannot be understood, which is
 * left as it is: to go on without it would report what somebody accepted. Throws NOT_WRITABLE.
 */
export function takeOverWaivers(store: Store, cluster: string): void {
  takeOver(store, cluster, oldWaiverPath(store.dataDir, cluster), (content, path) => {
    const { waivers, withdrawn } = readWaivers(content, path);
    return () => {
      const texts = [
        ...waivers.map((waiver) => insertWaiver(store, cluster, waiver)),
        ...withdrawn.map(({ waiver, withdrawnAt: at, withdrawnBy: by }) =>
          insertWaiver(store, cluster, waiver as Waiver, { at, by }),
        ),
      ];
      return { waivers: texts.map(hashOfText), withdrawn: withdrawn.map(({ waiver }) => waiver.id) };
    };
  });
}

/** The last line of an old file, behind the text as it was given. */
const KEPT = /\n# kept by (.*) at (\S+)\n$/;

/**
 * Takes the DataMap of an earlier version over, once. Throws UNREADABLE_INPUT for one that cannot be used, with every
 * problem in `detail`; it is left as it is, and counts for nothing once another is kept. Throws NOT_WRITABLE.
 */
export function takeOverDataMap(store: Store, cluster: string): void {
  if (hadDataMap(store, cluster)) return;
  takeOver(store, cluster, oldDataMapPath(store.dataDir, cluster), (content) => {
    const [line, who = '', when = ''] = KEPT.exec(content) ?? [];
    const text = line === undefined ? content : content.slice(0, -line.length);
    const { problems } = parseDataMap(text);
    if (problems.length > 0) {
      const lines = problems.map((problem) => DATA_MAP.message(DATA_MAP.kept, problem));
      throw new RingfenceError('UNREADABLE_INPUT', DATA_MAP.unusable(DATA_MAP.kept, problems.length), lines.join('\n'));
    }
    return () => {
      insertDataMap(store, cluster, { text, who, when });
      return { dataMap: hashOfText(text), entry: hashOfEntry(who, when) };
    };
  });
}

/** In one transaction with the record of what came in; a kill before the file got its new name does not do it twice. */
function takeOver(
  store: Store,
  cluster: string,
  path: string,
  read: (content: string, path: string) => () => TrailLine['what'],
): void {
  if (!existsSync(path)) return;
  const isDone = (): boolean => store.db.prepare('SELECT 1 FROM taken_over WHERE path = ?').get(path) !== undefined;
  if (!isDone()) {
    let content: string;
    try {
      content = readFileSync(path, 'utf8');
    } catch (error) {
      throw storeError(error, path);
    }
    const insert = read(content, path);
    const sha256 = createHash('sha256').update(content).digest('hex');
    inTransaction(store, () => {
      if (isDone()) return;
      const what = insert();
      store.db.prepare('INSERT INTO taken_over (path, sha256, at) VALUES (?, ?, ?)').run(path, sha256, store.now());
      addTrailLine(store, { via: 'server' }, { action: 'file-taken-over', cluster, what: { sha256, ...what } });
    });
  }
  try {
    renameSync(path, path + DONE);
  } catch {
    // another process was faster, or may not rename: it is known to be done
  }
}

function readWaivers(content: string, path: string): z.output<typeof waiverFile> & { waivers: readonly Waiver[] } {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new RingfenceError('UNREADABLE_INPUT', WAIVERS.notRead(path, (error as Error).message));
  }
  const { data, error } = waiverFile.safeParse(value);
  const [issue] = error?.issues ?? [];
  if (data === undefined) {
    throw new RingfenceError('UNREADABLE_INPUT', WAIVERS.notRead(path, `${issue?.path.join('.')}: ${issue?.message}`));
  }
  for (const waiver of data.waivers) {
    const [problem] = waiverProblems(waiver);
    if (problem === undefined) continue;
    const why = WAIVERS.wrong(problem.field, problem.message);
    throw new RingfenceError('UNREADABLE_INPUT', WAIVERS.notRead(path, why));
  }
  return data;
}
