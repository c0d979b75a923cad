import type { PolicyModel } from '#lib/policy/model.ts';
import { classWords, sourceOfMap } from '#lib/text/en/data-classes.ts';
import { DATA_MAP } from '#lib/text/en/data-map.ts';
import { collectWorkloadData } from '../classify.ts';
import { isMoreSensitive } from '../data-class.ts';
import { collectWorkloadFacts } from '../workload-facts.ts';
import { entriesFor } from './match.ts';
import type { DataMapProblem } from './node-reader.ts';
import type { DataMap } from './types.ts';

/** What of a DataMap does nothing in one cluster: entries that match nobody, and classes lowered without a reason. */
export function dataMapNotes(model: PolicyModel, dataMap: DataMap): readonly DataMapProblem[] {
  const notes: DataMapProblem[] = [];
  const data = collectWorkloadData(model, dataMap);
  const matched = new Set<number>();
  for (const workload of collectWorkloadFacts(model).values()) {
    for (const entry of entriesFor(dataMap, workload)) {
      const index = dataMap.workloads.indexOf(entry);
      matched.add(index);
      const known = data.get(workload.key)?.classification;
      if (entry.dataClass === undefined || entry.because !== undefined || known === undefined) continue;
      if (known.source === sourceOfMap(entry.line) || !isMoreSensitive(known.dataClass, entry.dataClass)) continue;
      const words = [classWords(entry.dataClass), classWords(known.dataClass)] as const;
      const message = DATA_MAP.lowersWithout(workload.key, words[0], words[1], known.source);
      notes.push({ line: entry.line, path: `workloads[${index}].dataClass`, message });
    }
  }
  for (const [index, { line }] of dataMap.workloads.entries()) {
    if (!matched.has(index)) notes.push({ line, path: `workloads[${index}].match`, message: DATA_MAP.matchesNothing });
  }
  return notes.sort((a, b) => a.line - b.line);
}
