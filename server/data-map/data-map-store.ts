import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DataMapInForce } from '#lib/gdpr/data-map/data-map-in-force.ts';
import { openAtomicFile } from '#server/atomic-file.ts';
import { readDataMapText } from './read-data-map.ts';

/** The folder is the owner's alone: what is in it says who holds which data. */
const FOLDER_MODE = 0o700;

/** Where the DataMap of a cluster is kept: `data-maps/<kept under>.yaml` in the data folder. */
export function dataMapPath(dataDir: string, keptUnder: string): string {
  return join(dataDir, 'data-maps', `${keptUnder}.yaml`);
}

/** The last line of a kept file, behind the text as it was given. */
const KEPT = /\n# kept by (.*) at (\S+)\n$/;

/** The kept DataMap; undefined where none is. Throws UNREADABLE_INPUT where somebody has broken the file. */
export function readKeptDataMap(path: string): DataMapInForce | undefined {
  if (!existsSync(path)) return undefined;
  const content = readFileSync(path, 'utf8');
  const [line, who = '', when = ''] = KEPT.exec(content) ?? [];
  const text = line === undefined ? content : content.slice(0, -line.length);
  return readDataMapText(text, { from: 'store', who, when });
}

/** Keeps a DataMap with who changed it and when, whole or not at all, for its owner alone. */
export function keepDataMap(path: string, text: string, who: string, when: string): void {
  const dataMaps = dirname(path);
  mkdirSync(dataMaps, { recursive: true, mode: FOLDER_MODE });
  chmodSync(dataMaps, FOLDER_MODE);
  const file = openAtomicFile(path);
  try {
    file.write(`${text}\n# kept by ${oneLine(who)} at ${when}\n`);
    file.commit();
  } catch (error) {
    file.discard();
    throw error;
  }
}

export function forgetDataMap(path: string): void {
  rmSync(path, { force: true });
}

/** A name that would end the comment would be read as part of the file. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
