import type { DataOverview, DataWorkload } from '#lib/api/data-schemas.ts';
import { collectWorkloadData } from '#lib/gdpr/classify.ts';
import { dataMapHash } from '#lib/gdpr/data-map/data-map-in-force.ts';
import { dataMapNotes } from '#lib/gdpr/data-map/data-map-notes.ts';
import { EMPTY_DATA_MAP } from '#lib/gdpr/data-map/types.ts';
import { factsOf } from '#lib/gdpr/declared-stores.ts';
import { suggestClass } from '#lib/gdpr/suggest-class.ts';
import { suggestRecipients } from '#lib/gdpr/suggest-recipients.ts';
import type { WorkloadData } from '#lib/gdpr/workload-data.ts';
import type { WorkloadFacts } from '#lib/gdpr/workload-facts.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import type { Analysis } from './analysis.ts';

/** Every workload with its class and ground, and the DataMap in force. */
export function dataView({ model, revision, dataMapInForce, dataMapKeeping, checkOptions }: Analysis): DataOverview {
  const dataMap = dataMapInForce?.dataMap ?? EMPTY_DATA_MAP;
  const data = collectWorkloadData(model, dataMap);
  return {
    revision,
    workloads: [...factsOf(model, dataMap).values()]
      .sort((a, b) => compareNames(a.key, b.key))
      .flatMap((workload) => {
        const known = data.get(workload.key);
        return known === undefined ? [] : [dataWorkload(workload, known)];
      }),
    dataMap: {
      text: dataMapInForce?.text ?? null,
      hash: dataMapHash(dataMapInForce?.text),
      ...(dataMapInForce === undefined ? {} : { origin: dataMapInForce.origin }),
      keepable: dataMapKeeping?.keepable ?? false,
      ...(dataMapKeeping?.unusable === undefined ? {} : { unusable: dataMapKeeping.unusable }),
      notes: dataMapInForce === undefined ? [] : dataMapNotes(model, dataMap),
      recipients: dataMap.recipients,
      flows: dataMap.flows,
      egressGateways: dataMap.egressGateways,
      suggestedRecipients: suggestRecipients(model, dataMap, checkOptions.observed?.traffic),
    },
  };
}

function dataWorkload({ key, count, store }: WorkloadFacts, data: WorkloadData): DataWorkload {
  const { classification, sources, signals, noOwnData, record, recordExempt } = data;
  const suggestion = suggestClass(data);
  return {
    key,
    pods: count,
    store: store !== undefined,
    classification,
    ...(sources.length > 1 ? { sources } : {}),
    ...(signals === undefined ? {} : { signals }),
    ...(noOwnData === undefined ? {} : { noOwnData: noOwnData.source }),
    ...(record === undefined ? {} : { record: record.value }),
    ...(recordExempt === undefined ? {} : { recordExempt: true }),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}
