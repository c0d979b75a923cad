import type { EndpointInput } from '#lib/api/endpoints.ts';
import type { FilterAnswer, FilterValues } from '#lib/api/filter-schemas.ts';
import {
  FILTER_VALUES,
  type FilterKey,
  type FilterTerm,
  REACHES_CLASS,
  REACHES_INTERNET,
} from '#lib/graph/filter/filter-language.ts';
import { allHold, type FilterSubject, isKeptByDepends, termHolds } from '#lib/graph/filter/filter-subject.ts';
import { asksForDenied, isLineKey, lineSubject } from '#lib/graph/filter/match-line.ts';
import { namespaceConnections, tileBox } from '#lib/graph/scene-of-namespaces.ts';
import type { Direction } from '#lib/kube/objects.ts';
import { ANY_POD } from '#lib/policy/connection-units.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { policyList } from '#lib/policy/policy-view.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import type { Analysis } from './analysis.ts';
import { asksForGaps, readFilter } from './read-filter.ts';

type FilterInput = EndpointInput<'GET /api/clusters/{cluster}/filter'>;
type ValuesInput = EndpointInput<'GET /api/clusters/{cluster}/filter-values'>;

/** Of the map, some 150 kB: a picture has 300 boxes. Of a list all are told: the page has it whole, and shows what is named here. */
const IDS_MAX = 3000;
const VALUES_MAX = 50;

/**
 * What a filter keeps. Of the map what is said of boxes, and of tiles whether connections inside have what is said of
 * lines; the lines of the picture itself the page knows.
 * @throws RingfenceError BAD_REQUEST where it cannot be read.
 */
export async function filterView(analysis: Analysis, input: FilterInput): Promise<FilterAnswer> {
  const filter = readFilter(input.q, input.of);
  if (input.of === 'gaps' || asksForGaps(filter)) await analysis.checked();
  analysis.subjects.trim();
  switch (input.of) {
    case 'gaps': {
      const { gaps } = analysis.gapReport;
      const kept = gaps.filter((gap) => allHold(analysis.subjects.gap(gap), filter.terms));
      return {
        ...answer(
          analysis,
          kept.map(({ id }) => id),
          gaps.length,
          kept.length,
        ),
        ...dependsOf(
          kept.map((gap) => [gap.id, analysis.subjects.gap(gap)]),
          filter.terms,
          kept.length,
        ),
      };
    }
    case 'policies': {
      const { policies } = analysis.model;
      const texts = policyTexts(analysis);
      const kept = policies.filter((each) => {
        const key = policyKey(each.policy);
        return allHold(analysis.subjects.policy(each, texts.get(key)), filter.terms);
      });
      return answer(
        analysis,
        kept.map(({ policy }) => policyKey(policy)),
        policies.length,
        kept.length,
      );
    }
    case 'map':
      return boxesOf(analysis, filter.terms, input);
  }
}

function answer({ revision }: Analysis, ids: readonly string[], of: number, most = IDS_MAX): FilterAnswer {
  return { revision, ids: ids.slice(0, most), found: ids.length, of, leftOut: Math.max(0, ids.length - most) };
}

function boxesOf(analysis: Analysis, terms: readonly FilterTerm[], input: FilterInput): FilterAnswer {
  const { model, subjects } = analysis;
  const aboutBoxes = terms.filter(({ key }) => !isLineKey(key));
  const isShown = (namespace: string | undefined) => input.namespace === undefined || input.namespace === namespace;
  if (input.level === 'pods') {
    const shown = [...model.objects.pods].filter(([, pod]) => isShown(pod.metadata.namespace));
    const kept = shown.filter(([key, pod]) => allHold(subjects.pod(key, pod), aboutBoxes));
    return {
      ...answer(
        analysis,
        kept.map(([key]) => `pod:${key}`),
        shown.length,
      ),
      ...dependsOf(
        kept.map(([key, pod]) => [`pod:${key}`, subjects.pod(key, pod)]),
        aboutBoxes,
      ),
    };
  }
  const kept = model.workloads.filter((key) => allHold(subjects.workload(key), aboutBoxes));
  if (input.level === 'workloads') {
    const shown = model.workloads.filter((key) => isShown(namespaceOf(key)));
    const keptHere = kept.filter((key) => isShown(namespaceOf(key)));
    return {
      ...answer(analysis, keptHere, shown.length),
      ...dependsOf(
        keptHere.map((key) => [key, subjects.workload(key)]),
        aboutBoxes,
      ),
    };
  }
  const tiles = new Set(kept.map(namespaceOf));
  for (const namespace of model.namespaces) {
    if (allHold(namespaceSubject(namespace), aboutBoxes)) tiles.add(namespace);
  }
  const aboutLines = terms.filter((term) => isLineKey(term.key) && !asksForDenied(term));
  const inside = aboutLines.length === 0 ? [] : namespacesWith(model, aboutLines);
  return {
    ...answer(analysis, [...tiles].sort().map(tileBox), model.namespaces.length),
    inside: inside.map(tileBox),
  };
}

/** Which of the ids that are told only what is undecided keeps. */
function dependsOf(
  kept: readonly (readonly [id: string, FilterSubject])[],
  terms: readonly FilterTerm[],
  most = IDS_MAX,
): Pick<FilterAnswer, 'depends'> {
  if (!terms.some(({ key }) => key === 'reaches')) return {};
  const undecided = kept.slice(0, most).filter(([, subject]) => isKeptByDepends(subject, terms));
  return { depends: undecided.map(([id]) => id) };
}

const namespaceOf = (workload: string) => workload.slice(0, workload.indexOf('/'));

/** A namespace with nothing in it has its name all the same. */
const namespaceSubject = (namespace: string): FilterSubject => ({
  text: namespace.toLowerCase(),
  values: (key) => (key === 'ns' ? [namespace] : []),
});

/** Namespaces with such a connection between two of their own pods, read from edges and hubs as `connections.ts` says. */
function namespacesWith(model: PolicyModel, terms: readonly FilterTerm[]): readonly string[] {
  const { edges, units, json } = namespaceConnections(model);
  const relations = new Map([...edges].map(({ from, to, relation }) => [`${from} ${to}`, relation]));
  const isOpen = (classes: Iterable<number>, direction: Direction) =>
    [...classes].every((id) => model.gate({ type: 'class', class: id }, direction).isolated === 'no');
  const found: string[] = [];
  for (const { id, classes, count } of units) {
    const own = relations.get(`${id} ${id}`);
    const hubbed = (hub: string) =>
      isOpen(classes.keys(), 'egress')
        ? relations.get(`${hub} ${id}`)
        : isOpen(classes.keys(), 'ingress')
          ? relations.get(`${id} ${hub}`)
          : undefined;
    const inside = own ?? (count < 2 ? undefined : (hubbed(`${ANY_POD}@${id}`) ?? hubbed(ANY_POD)));
    if (inside !== undefined && allHold(lineSubject({ ...json(inside), gaps: [] }), terms)) found.push(id);
  }
  return found;
}

const policyKey = ({ kind, namespace, name }: { kind: string; namespace: string; name: string }) =>
  `${namespace}/${kind}/${name}`;

/** What the inventory says of each policy, so that words find a peer or a manager too. Made once for a revision. */
const textsOfPolicies = new WeakMap<PolicyModel, ReadonlyMap<string, string>>();

function policyTexts({ model, revision }: Analysis): ReadonlyMap<string, string> {
  let texts = textsOfPolicies.get(model);
  if (texts === undefined) {
    texts = new Map(
      policyList(model, { revision }).items.map(({ policy, sentence, changed }) => [
        policyKey(policy),
        `${policyKey(policy)}\n${sentence}\n${changed?.manager ?? ''}`.toLowerCase(),
      ]),
    );
    textsOfPolicies.set(model, texts);
  }
  return texts;
}

/** Values of a key that hold what is typed, those that most have first; of a few words all, also those that none has. */
export async function filterValuesView(analysis: Analysis, { key, text, of }: ValuesInput): Promise<FilterValues> {
  if (of === 'gaps' || key === 'gap' || key === 'check') await analysis.checked();
  analysis.subjects.trim();
  const wanted = text.toLowerCase();
  if (key === 'reaches') return { revision: analysis.revision, key, values: reachesValues(analysis, wanted, of) };
  const counts = new Map<string, number>((FILTER_VALUES[key] ?? []).map((value) => [value, 0]));
  for (const subject of subjectsOf(analysis, of)) {
    for (const value of new Set(valuesOf(subject, key))) {
      if (FILTER_VALUES[key] !== undefined || value.toLowerCase().includes(wanted)) {
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    }
  }
  const values = [...counts].map(([value, found]) => ({ value, found }));
  if (FILTER_VALUES[key] === undefined) values.sort((a, b) => b.found - a.found || compareNames(a.value, b.value));
  return { revision: analysis.revision, key, values: values.slice(0, VALUES_MAX) };
}

/** Each costs a part of the relation. */
const REACHES_OFFERED = 8;

/** The internet, classes, namespaces; behind a slash workloads. */
function reachesValues(analysis: Analysis, wanted: string, of: ValuesInput['of']): FilterValues['values'] {
  const { model, classificationOf } = analysis;
  const present = new Set(model.workloads.map((key) => classificationOf(key).dataClass));
  const classes = (FILTER_VALUES.class ?? []).filter((each) => [...present].some((own) => own === each));
  const names = wanted.includes('/')
    ? model.workloads.map((key) => [namespaceOf(key), ...key.split('/').slice(2)].join('/')).sort(compareNames)
    : model.namespaces.toSorted(compareNames);
  // a Deployment and a StatefulSet may have one name
  const offered = [REACHES_INTERNET, ...classes.map((each) => `${REACHES_CLASS}${each}`), ...new Set(names)]
    .filter((each) => each.includes(wanted))
    .slice(0, REACHES_OFFERED);
  const subjects = [...subjectsOf(analysis, of)];
  return offered.map((value) => {
    const term: FilterTerm = { key: 'reaches', value, negated: false, start: 0, end: 0 };
    return { value, found: subjects.filter((subject) => termHolds(subject, term)).length };
  });
}

function valuesOf(subject: FilterSubject, key: FilterKey): readonly string[] {
  if (key === 'from' || key === 'to') return subject.values('name'); // of traffic: who may be either end
  if (key !== 'port') return subject.values(key);
  return (subject.ports ?? []).flatMap(({ TCP, UDP, SCTP }) => [...TCP, ...UDP, ...SCTP].flatMap(singlePort));
}

/** A range says too little to be offered. */
const singlePort = ([first, last]: readonly [number, number]) => (first === last ? [String(first)] : []);

function* subjectsOf({ model, subjects, podTexts, gapReport }: Analysis, of: ValuesInput['of']) {
  switch (of) {
    case 'map':
    case 'traffic':
      for (const key of model.workloads) yield subjects.workload(key);
      return;
    case 'pods':
      for (const { key, pod } of podTexts) yield subjects.pod(key, pod);
      return;
    case 'gaps':
      for (const gap of gapReport.gaps) yield subjects.gap(gap);
      return;
    case 'policies':
      for (const policy of model.policies) yield subjects.policy(policy);
  }
}
