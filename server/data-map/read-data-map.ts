import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { RingfenceError } from '#lib/api/errors.ts';
import type { DataMapInForce, DataMapOrigin } from '#lib/gdpr/data-map/data-map-in-force.ts';
import { parseDataMap } from '#lib/gdpr/data-map/parse-data-map.ts';
import { DATA_MAP } from '#lib/text/en/data-map.ts';

/** Reads a DataMap file. Throws USAGE where it cannot be opened, UNREADABLE_INPUT with every problem in `detail`. */
export function readDataMapFile(path: string): DataMapInForce {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new RingfenceError('USAGE', DATA_MAP.cannotOpen(path), String(error));
  }
  return readDataMapText(text, { from: 'file', file: basename(path) });
}

/**
 * A DataMap that results may be computed with. A file with a problem is refused whole: half of what people declare would
 * give verdicts that nobody declared. Throws UNREADABLE_INPUT with every problem in `detail`.
 */
export function readDataMapText(text: string, origin: DataMapOrigin): DataMapInForce {
  const { dataMap, problems } = parseDataMap(text);
  if (problems.length > 0) {
    const name = origin.from === 'store' ? DATA_MAP.kept : origin.file;
    const lines = problems.map((problem) => DATA_MAP.message(name, problem));
    throw new RingfenceError('UNREADABLE_INPUT', DATA_MAP.unusable(name, problems.length), lines.join('\n'));
  }
  return { text, dataMap, origin };
}
