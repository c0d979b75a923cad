/** Sentences of the checks that keep the evidence good. */

const FIELDS = {
  owner: 'the owning team',
  purposes: 'the purpose',
  record: 'the id in the record of processing activities',
  subjects: 'whose data it is',
  retention: 'the retention rule',
} as const;

export type RecordField = keyof typeof FIELDS;

/** Annotations that carry the fields (gdpr.md §4.1). */
const ANNOTATIONS: Readonly<Record<RecordField, string>> = {
  owner: 'ringfence.dev/owner',
  purposes: 'ringfence.dev/data-purposes',
  record: 'ringfence.dev/record',
  subjects: 'ringfence.dev/data-subjects',
  retention: 'ringfence.dev/retention',
};

export const GOV_001 = {
  title: (name: string, missing: number, upTo: boolean): string => {
    const what = missing === 5 ? 'no record data' : 'incomplete record data';
    return upTo ? `${name} may need record data` : `${name} has ${what}`;
  },
  summary: (name: string, missing: readonly RecordField[], upTo: boolean): string => {
    const words = missing.map((field) => FIELDS[field]);
    const list = words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
    return upTo
      ? `The class of ${name} is unknown. If it handles personal data, nobody says ${list}.`
      : `${name} handles personal data, and nobody says ${list}.`;
  },
  unknownBecause: 'The data class is unknown, so whether record data is needed is not known.',
  derivationUnknown: 'up to info = one level less than the base of GOV-001, as the class is unknown',
  fix: (missing: readonly RecordField[]): string =>
    `Annotate the workload or its namespace with ${missing.map((field) => ANNOTATIONS[field]).join(', ')}, or say it in the DataMap. Where Article 30(5) exempts it: "record: exempt" with "because:".`,
  infrastructure: (workload: string): string =>
    `${workload} is infrastructure that keeps no data of its own, as far as its image tells; nobody declares it.`,
};
