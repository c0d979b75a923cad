import { DATA_MAP } from '#lib/text/en/data-map.ts';
import { nearestWord } from './nearest-word.ts';
import type { NodeReader } from './node-reader.ts';
import type { DataMap } from './types.ts';

/** What no part of the file can tell by itself: ids that are taken, recipients and controllers that nobody declared. */
export function checkReferences(dataMap: DataMap, reader: NodeReader): void {
  const recipients = new Map<string, number>();
  for (const [index, { id, line }] of dataMap.recipients.entries()) {
    const taken = recipients.get(id);
    if (taken !== undefined) reader.tell({ path: `recipients[${index}].id`, line }, DATA_MAP.duplicateId(id, taken));
    else recipients.set(id, line);
  }
  const controllers = new Set<string>();
  for (const [index, { id, line }] of dataMap.controllers.entries()) {
    if (controllers.has(id)) {
      const first = dataMap.controllers.find((each) => each.id === id)?.line ?? 1;
      reader.tell({ path: `controllers[${index}].id`, line: line ?? 1 }, DATA_MAP.duplicateId(id, first));
    }
    controllers.add(id);
  }
  for (const [index, { to, line }] of dataMap.flows.entries()) {
    if (!to.startsWith('recipient:')) continue;
    const id = to.slice('recipient:'.length);
    if (recipients.has(id)) continue;
    const meant = nearestWord(id, [...recipients.keys()]);
    reader.tell({ path: `flows[${index}].to`, line }, DATA_MAP.unknownRecipient(id, meant));
  }
  for (const [index, { controller, line }] of dataMap.workloads.entries()) {
    if (controller === undefined || controllers.has(controller)) continue;
    const meant = nearestWord(controller, [...controllers]);
    reader.tell({ path: `workloads[${index}].controller`, line }, DATA_MAP.unknownController(controller, meant));
  }
}
