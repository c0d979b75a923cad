import { labelValue } from '#lib/kube/objects.ts';
import { partNotUnderstood } from '#lib/text/en/checks/iso.ts';
import { sourceOfField, sourceOfMap } from '#lib/text/en/data-classes.ts';
import { type LabelSource, lastChange } from './class-sources.ts';
import {
  DATA_ROLE_LABEL,
  ENVIRONMENT_KEYS_OF_OTHERS,
  ENVIRONMENT_LABEL,
  PSEUDONYMISATION_DOMAIN_LABEL,
  PSEUDONYMISATION_PART_LABEL,
} from './data-class.ts';
import { matchesPattern } from './data-map/match.ts';
import type { DataMap, DataRole, Environment, Pseudonymisation, WorkloadEntry } from './data-map/types.ts';
import type { Grounded, PseudonymisationPart, WorkloadData } from './workload-data.ts';
import type { WorkloadFacts } from './workload-facts.ts';

const ROLES: readonly DataRole[] = ['controller', 'joint-controller', 'processor', 'sub-processor'];
const PARTS: readonly Pseudonymisation['part'][] = ['data', 'additional-information', 'pseudonymiser'];
/** Words for environments as labels and namespace names write them. */
const ENVIRONMENT_WORDS: Readonly<Record<string, Environment>> = {
  prod: 'prod',
  production: 'prod',
  live: 'prod',
  staging: 'staging',
  stage: 'staging',
  preprod: 'staging',
  test: 'test',
  testing: 'test',
  qa: 'test',
  dev: 'dev',
  development: 'dev',
};
/** What a label of another vocabulary, or a namespace's name, says for itself. */
const INFERRED_CONFIDENCE = 0.6;

/** What is known of a workload's data besides its class: DataMap first, then the nearest label or annotation. */
export function furtherData(
  workload: WorkloadFacts,
  entries: readonly WorkloadEntry[],
  labelled: readonly LabelSource[],
  dataMap: DataMap,
): Omit<WorkloadData, 'classification' | 'sources'> {
  const field = <Value>(
    read: (entry: WorkloadEntry) => Value | undefined,
    key: string,
    parse: (text: string) => Value | undefined,
    where: 'labels' | 'annotations' = 'annotations',
    aliases: readonly string[] = [],
  ): Grounded<Value> | undefined => fromMap(entries, read) ?? fromLabels(labelled, key, parse, where, aliases);
  const alias = (name: string): readonly string[] => dataMap.aliases[name] ?? [];
  const list = (text: string) => text.split(',').flatMap((part) => part.trim() || []);
  const plain = (text: string) => text.trim() || undefined;
  const annotated = <Value>(
    name: 'controller' | 'purposes' | 'subjects' | 'categories' | 'residency' | 'retention' | 'owner',
    key: string,
    parse: (text: string) => Value | undefined,
    read: (entry: WorkloadEntry) => Value | undefined,
  ) => field(read, `ringfence.dev/${key}`, parse, 'annotations', alias(name));
  const record = field(
    (entry) => (entry.record === 'exempt' ? undefined : entry.record),
    'ringfence.dev/record',
    plain,
    'annotations',
    alias('record'),
  );
  const exempt = entries.find((entry) => entry.record === 'exempt');
  return withoutAbsent({
    environment: environmentOf(workload, entries, labelled, dataMap),
    controller: annotated('controller', 'controller', plain, (entry) => entry.controller),
    role: field(
      (entry) => entry.role,
      DATA_ROLE_LABEL,
      (text) => ROLES.find((role) => role === text),
      'labels',
      alias('role'),
    ),
    purposes: annotated('purposes', 'data-purposes', list, (entry) => entry.purposes),
    subjects: annotated('subjects', 'data-subjects', list, (entry) => entry.subjects),
    categories: annotated('categories', 'data-categories', list, (entry) => entry.categories),
    residency: annotated('residency', 'residency', list, (entry) => entry.residency),
    record,
    retention: annotated('retention', 'retention', plain, (entry) => entry.retention),
    owner: annotated('owner', 'owner', plain, (entry) => entry.owner),
    consumers: fromMap(entries, (entry) => entry.consumers),
    pseudonymisation: fromMap(entries, (entry) => entry.pseudonymisation) ?? pseudonymisationOf(labelled),
    recordExempt:
      exempt === undefined
        ? undefined
        : { value: exempt.because ?? '', basis: 'declared' as const, source: sourceOfMap(exempt.line) },
    blastBudget: entries.find((entry) => entry.blastBudget !== undefined)?.blastBudget,
    relay: entries.find((entry) => entry.relay !== undefined)?.relay,
  });
}

function fromMap<Value>(
  entries: readonly WorkloadEntry[],
  read: (entry: WorkloadEntry) => Value | undefined,
): Grounded<Value> | undefined {
  for (const entry of entries) {
    const value = read(entry);
    if (value !== undefined) return { value, basis: 'declared', source: sourceOfMap(entry.line) };
  }
  return undefined;
}

function fromLabels<Value>(
  labelled: readonly LabelSource[],
  key: string,
  parse: (text: string) => Value | undefined,
  where: 'labels' | 'annotations',
  aliases: readonly string[] = [],
): Grounded<Value> | undefined {
  for (const source of labelled) {
    const text = labelValue(source[where], key);
    const value = text === undefined ? undefined : parse(text);
    if (value !== undefined) return grounded(value, source, key, where);
    for (const alias of aliases) {
      for (const place of ['labels', 'annotations'] as const) {
        const said = labelValue(source[place], alias);
        const meant = said === undefined ? undefined : parse(said);
        if (meant !== undefined) return grounded(meant, source, alias, place);
      }
    }
  }
  return undefined;
}

function grounded<Value>(
  value: Value,
  source: LabelSource,
  key: string,
  where: 'labels' | 'annotations',
): Grounded<Value> {
  return {
    value,
    basis: source.basis,
    source: sourceOfField(where, key, source.kind, source.object),
    ...lastChange(source.meta),
  };
}

/** A domain without a part is one of data; a part that is none of the vocabulary may have meant any. */
function pseudonymisationOf(labelled: readonly LabelSource[]): Grounded<PseudonymisationPart> | undefined {
  for (const source of labelled) {
    const domain = labelValue(source.labels, PSEUDONYMISATION_DOMAIN_LABEL);
    if (domain === undefined) continue;
    const written = labelValue(source.labels, PSEUDONYMISATION_PART_LABEL) ?? 'data';
    const part = PARTS.find((each) => each === written);
    if (part === undefined) {
      const unknown = grounded({ domain, part: 'unknown' as const }, source, PSEUDONYMISATION_PART_LABEL, 'labels');
      return { ...unknown, source: partNotUnderstood(unknown.source, written, PARTS) };
    }
    return grounded({ domain, part }, source, PSEUDONYMISATION_DOMAIN_LABEL, 'labels');
  }
  return undefined;
}

/** DataMap entry, DataMap pattern, our label; then labels of others and the namespace's name, as inferred (§4.1). */
function environmentOf(
  workload: WorkloadFacts,
  entries: readonly WorkloadEntry[],
  labelled: readonly LabelSource[],
  { environments, aliases }: DataMap,
): Grounded<Environment> | undefined {
  const declared = fromMap(entries, (entry) => entry.environment);
  if (declared !== undefined) return declared;
  for (const [environment, patterns] of Object.entries(environments)) {
    const pattern = patterns?.find((each) => matchesPattern(each, workload.namespace));
    if (pattern !== undefined) {
      return {
        value: environment as Environment,
        basis: 'declared',
        source: sourceOfField('DataMap', 'environments', pattern),
      };
    }
  }
  const ours = fromLabels(labelled, ENVIRONMENT_LABEL, environmentWord, 'labels', aliases.environment);
  if (ours !== undefined) return ours;
  for (const key of ENVIRONMENT_KEYS_OF_OTHERS) {
    const other = fromLabels(labelled, key, environmentWord, 'labels');
    if (other !== undefined) return { ...other, basis: 'inferred', confidence: INFERRED_CONFIDENCE };
  }
  const suffix = environmentWord(workload.namespace.split('-').at(-1) ?? '');
  if (suffix === undefined) return undefined;
  return {
    value: suffix,
    basis: 'inferred',
    source: sourceOfField('name', workload.namespace, 'Namespace'),
    confidence: INFERRED_CONFIDENCE,
  };
}

function environmentWord(text: string): Environment | undefined {
  const word = text.toLowerCase();
  return Object.hasOwn(ENVIRONMENT_WORDS, word) ? ENVIRONMENT_WORDS[word] : undefined;
}

type Present<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function withoutAbsent<T extends object>(value: T): Present<T> {
  const present: Partial<T> = {};
  for (const key in value) if (value[key] !== undefined) present[key] = value[key];
  return present as Present<T>;
}
