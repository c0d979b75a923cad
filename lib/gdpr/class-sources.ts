import { type Labels, labelValue, type ObjectMeta } from '#lib/kube/objects.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import {
  sourceOfCategories,
  sourceOfField,
  sourceOfLabel,
  sourceOfMap,
  templateOf,
} from '#lib/text/en/data-classes.ts';
import { DATA_CLASS_LABEL, ENVIRONMENT_KEYS_OF_OTHERS, isMoreSensitive, parseDataClass } from './data-class.ts';
import type { DataMap, WorkloadEntry } from './data-map/types.ts';
import { classOfCategory } from './heuristics/category-classes.ts';
import { LABEL_RULES } from './heuristics/signal-table.ts';
import type { Basis, DataClass } from './types.ts';
import type { ClassSource } from './workload-data.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** Labels and annotations of one object that may speak of a workload. */
export interface LabelSource {
  readonly labels: Labels | undefined;
  readonly annotations: Labels | undefined;
  readonly basis: Extract<Basis, 'declared' | 'inherited'>;
  readonly kind: string;
  readonly object: string;
  readonly meta?: ObjectMeta;
}

type Labelled = Partial<Pick<LabelSource, 'labels' | 'annotations'>>;

/**
 * The objects whose labels speak of a workload's data, nearest first: template, controller, pods, namespace. The many
 * that say nothing of it are left out here, and not asked for each key.
 */
export function labelSources(
  workload: WorkloadFacts,
  model: PolicyModel,
  { aliases }: DataMap,
): readonly LabelSource[] {
  const { controller, namespace } = workload;
  const aliasKeys = aliasKeysOf(aliases);
  const speaks = (key: string): boolean => key.startsWith(OWN_KEYS) || KEYS_OF_OTHERS.has(key) || aliasKeys.has(key);
  const isSource = ({ labels, annotations }: Labelled): boolean =>
    hasKey(labels, speaks) || hasKey(annotations, speaks);
  const sources: LabelSource[] = [];
  const add = (of: Labelled, said: Omit<LabelSource, 'labels' | 'annotations'>): void => {
    sources.push({ labels: of.labels, annotations: of.annotations, ...said });
  };
  if (controller !== undefined) {
    const own = { basis: 'declared', object: `${namespace}/${workload.name}`, meta: controller.metadata } as const;
    const template = controller.spec.template.metadata ?? {};
    if (isSource(template)) add(template, { ...own, kind: templateOf(workload.kind) });
    if (isSource(controller.metadata)) add(controller.metadata, { ...own, kind: workload.kind });
  }
  for (const { metadata } of workload.pods) {
    if (!isSource(metadata)) continue;
    add(metadata, { basis: 'declared', kind: 'Pod', object: `${namespace}/${metadata.name}`, meta: metadata });
  }
  const scope = model.objects.namespaces.get(namespace)?.metadata;
  if (scope !== undefined && isSource(scope)) {
    add(scope, { basis: 'inherited', kind: 'Namespace', object: namespace, meta: scope });
  }
  return sources;
}

const keysOfAliases = new WeakMap<DataMap['aliases'], ReadonlySet<string>>();

function aliasKeysOf(aliases: DataMap['aliases']): ReadonlySet<string> {
  const keys = keysOfAliases.get(aliases) ?? new Set(Object.values(aliases).flat());
  keysOfAliases.set(aliases, keys);
  return keys;
}

/** How all keys of our own vocabulary begin (gdpr.md §4.1). */
const OWN_KEYS = 'ringfence.dev/';

/** Keys of other vocabularies that are read. */
const KEYS_OF_OTHERS: ReadonlySet<string> = new Set([
  ...ENVIRONMENT_KEYS_OF_OTHERS,
  ...LABEL_RULES.flatMap(({ keys }) => keys),
]);

function hasKey(labels: Labels | undefined, speaks: (key: string) => boolean): boolean {
  for (const key in labels) if (speaks(key)) return true;
  return false;
}

export interface SaidClasses {
  readonly sources: readonly ClassSource[];
  /** Values of class labels that are no class, with where they stand. */
  readonly notUnderstood: readonly NotUnderstood[];
}
export interface NotUnderstood {
  readonly source: LabelSource;
  readonly value: string;
}

/** What people say of a workload's class, nearest first: DataMap, labels, aliases, namespace; classes and categories. */
export function saidClasses(
  entries: readonly WorkloadEntry[],
  labelled: readonly LabelSource[],
  { aliases }: DataMap,
): SaidClasses {
  const sources = entries.flatMap(sourcesOfEntry);
  const notUnderstood: NotUnderstood[] = [];
  const aliasKeys = aliases.dataClass ?? [];
  for (const source of labelled) {
    const said = labelValue(source.labels, DATA_CLASS_LABEL);
    if (said !== undefined) {
      const value = parseDataClass(said);
      if (value === undefined) notUnderstood.push({ source, value: said });
      else sources.push(sourceOf(source, value, sourceOfLabel(source.kind, source.object)));
    }
    for (const key of aliasKeys) {
      const labelled = labelValue(source.labels, key);
      const written = labelled ?? labelValue(source.annotations, key);
      if (written === undefined) continue;
      const where = labelled === undefined ? 'annotations' : 'labels';
      const value = classOfAlias(written);
      if (value === undefined) notUnderstood.push({ source, value: written });
      else
        sources.push({
          ...sourceOf(source, value, sourceOfField(where, key, source.kind, source.object)),
          kind: 'alias',
        });
    }
    const categories = labelValue(source.annotations, 'ringfence.dev/data-categories');
    const fromCategories = categories === undefined ? undefined : classOfCategories(categories.split(','));
    if (fromCategories !== undefined) {
      const field = sourceOfField('annotations', 'ringfence.dev/data-categories', source.kind, source.object);
      sources.push(sourceOf(source, fromCategories.dataClass, sourceOfCategories(field, fromCategories.category)));
    }
  }
  return { sources: once(sources), notUnderstood };
}

function sourcesOfEntry(entry: WorkloadEntry): ClassSource[] {
  const source = sourceOfMap(entry.line);
  const sources: ClassSource[] = [];
  const because = entry.because === undefined ? {} : { because: entry.because };
  if (entry.dataClass !== undefined) {
    sources.push({ kind: 'data-map', value: entry.dataClass, basis: 'declared', source, ...because });
  }
  // An entry that gives its reason has the last word over its own categories.
  const settled = entry.dataClass !== undefined && entry.because !== undefined;
  const of = settled ? undefined : classOfCategories(entry.categories ?? []);
  if (of !== undefined) {
    sources.push({
      kind: 'data-map',
      value: of.dataClass,
      basis: 'declared',
      source: sourceOfCategories(source, of.category),
    });
  }
  return sources;
}

function sourceOf({ basis, meta }: LabelSource, value: DataClass, source: string): ClassSource {
  return { kind: basis === 'inherited' ? 'namespace' : 'label', value, basis, source, ...lastChange(meta) };
}

/** Who changed the object last, and when. */
export function lastChange(meta: ObjectMeta | undefined): { readonly manager?: string; readonly time?: string } {
  const last = meta?.managedFields?.[0];
  if (last === undefined) return {};
  return { manager: last.manager, ...(last.time === undefined ? {} : { time: last.time }) };
}

function classOfCategories(
  categories: readonly string[],
): { readonly dataClass: DataClass; readonly category: string } | undefined {
  let worst: { readonly dataClass: DataClass; readonly category: string } | undefined;
  for (const written of categories) {
    const category = written.trim();
    const dataClass = classOfCategory(category);
    if (dataClass === undefined) continue;
    if (worst === undefined || isMoreSensitive(dataClass, worst.dataClass)) worst = { dataClass, category };
  }
  return worst;
}

/** Words for classes as other vocabularies write them, without a final "-data". */
const ALIAS_WORDS: Readonly<Record<string, DataClass>> = {
  pii: 'personal',
  pseudonymized: 'pseudonymised',
  'special-category': 'special',
  phi: 'special',
  child: 'children',
  'non-personal': 'none',
  'no-personal': 'none',
};

function classOfAlias(written: string): DataClass | undefined {
  const word = written
    .trim()
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/-data$/, '');
  return parseDataClass(word) ?? (Object.hasOwn(ALIAS_WORDS, word) ? ALIAS_WORDS[word] : undefined);
}

/** Replicas say the same: the first of them is named. */
function once(sources: readonly ClassSource[]): readonly ClassSource[] {
  if (sources.length < 2) return sources;
  const seen = new Set<string>();
  return sources.filter((source) => {
    const key = source.source.startsWith('label on Pod ') ? `pod ${source.value}` : source.source + source.value;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
