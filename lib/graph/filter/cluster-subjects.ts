import { lazily } from '#lib/gdpr/lazily.ts';
import { type Classification, type Gap, SEVERITIES, type Severity } from '#lib/gdpr/types.ts';
import type { Labels, Pod } from '#lib/kube/objects.ts';
import type { PolicyInForce, PolicyModel } from '#lib/policy/model.ts';
import { NO_PORTS, portsJson } from '#lib/policy/port-set.ts';
import { type FilterKey, REACHES_CLASS, REACHES_INTERNET } from './filter-language.ts';
import { type FilterSubject, gapValues, glob } from './filter-subject.ts';
import { type Reaches, type Reaching, reachingWorkloads, surest } from './reaching-workloads.ts';

export interface SubjectsInput {
  readonly model: PolicyModel;
  readonly classificationOf: (workload: string) => Classification;
  /** Asked for where a filter asks for gaps or checks. */
  readonly gaps: () => readonly Gap[];
}

/** Everything in a cluster that a filter can be asked of. */
export interface ClusterSubjects {
  /** Of a workload, `ns/Kind/name`. */
  workload(key: string): FilterSubject;
  /** `text`: what words are looked for in, where more than its names is wanted. */
  pod(key: string, pod: Pod, text?: string): FilterSubject;
  gap(gap: Gap): FilterSubject;
  policy(policy: PolicyInForce, text?: string): FilterSubject;
  /** Before a question: forgets who reaches what where earlier ones have asked for much. Never within one, which may ask for as much. */
  trim(): void;
}

/** Targets of `reaches:` that are kept: each typed letter asks for some. */
const TARGETS_KEPT = 64;

/** The subjects of one revision: what is dear to know is found out at the first question and kept. */
export function clusterSubjects({ model, classificationOf, gaps }: SubjectsInput): ClusterSubjects {
  const gapsOf = lazily(() => Map.groupBy(gaps(), ({ subject }) => subjectKey(subject)));
  const labelsOf = lazily(() => labelsOfWorkloads(model));
  const policiesOf = lazily(() => policiesOfClasses(model));
  const workloads = new Map<string, FilterSubject>();

  const classesOf = (workload: string) => [...model.classesOfWorkload(workload).keys()];
  const internetFromClass = remembered((id: number) => reachesInternet(model, id));
  const internetFrom = remembered((workload: string) => surest(classesOf(workload).map(internetFromClass)));
  const policyNames = remembered((workload: string) =>
    distinct(classesOf(workload).flatMap((id) => policiesOf()[id] ?? [])),
  );

  const isMeant = (workload: string, wanted: string): boolean => {
    if (wanted.startsWith(REACHES_CLASS)) {
      return classificationOf(workload).dataClass === wanted.slice(REACHES_CLASS.length);
    }
    const [namespace = '', , ...rest] = workload.toLowerCase().split('/');
    const name = rest.join('/');
    return wanted.includes('/')
      ? glob(`${namespace}/${name}`, wanted) || glob(workload.toLowerCase(), wanted)
      : glob(namespace, wanted) || glob(name, wanted);
  };
  const targets = new Map<string, Reaching>();
  const reaching = remembered((wanted: string) => {
    const meant = model.workloads.filter((each) => isMeant(each, wanted));
    return reachingWorkloads(model, meant);
  }, targets);
  const reachesOf = (workload: string, wanted: string): Reaches | undefined =>
    wanted === REACHES_INTERNET ? internetFrom(workload) : reaching(wanted).ofWorkload(workload);
  /** Of one pod: another of its workload may reach more. */
  const podReaches = (pod: string, owner: string, wanted: string): Reaches | undefined => {
    const id = model.classOf(pod);
    if (id === undefined) return undefined;
    return wanted === REACHES_INTERNET ? internetFromClass(id) : reaching(wanted).ofClass(id, owner);
  };

  /** What a workload's pods share with it. */
  const valuesOf = (workload: string, key: FilterKey): readonly string[] => {
    switch (key) {
      case 'class':
        return [classificationOf(workload).dataClass];
      case 'gap':
        return gapValues(worstOf(gapsOf().get(workload)));
      case 'check':
        return checksOf(gapsOf().get(workload));
      case 'policy':
        return policyNames(workload);
      case 'reaches':
        return internetFrom(workload) === undefined ? [] : [REACHES_INTERNET];
      default:
        return [];
    }
  };

  const knownWords = new Map<Labels, readonly string[]>(); // pods of one template often share them
  const wordsOfPod = (labels: Labels | undefined): readonly string[] => {
    if (labels === undefined) return NO_WORDS;
    let words = knownWords.get(labels);
    if (words === undefined) {
      words = labelWords(labels);
      knownWords.set(labels, words);
    }
    return words;
  };

  const workload = (key: string): FilterSubject => {
    const known = workloads.get(key);
    if (known !== undefined) return known;
    const [namespace = '', kind = '', ...rest] = key.split('/');
    const name = rest.join('/');
    const own = new Map<FilterKey, readonly string[]>([
      ['ns', [namespace]],
      ['kind', [kind]],
      ['name', [name]],
    ]);
    const subject: FilterSubject = {
      text: key.toLowerCase(),
      reaches: (wanted) => reachesOf(key, wanted),
      values: (asked) => own.get(asked) ?? (asked === 'label' ? (labelsOf().get(key) ?? []) : valuesOf(key, asked)),
    };
    workloads.set(key, subject);
    return subject;
  };

  return {
    workload,
    trim() {
      if (targets.size > TARGETS_KEPT) targets.clear();
    },
    pod(key, pod, text) {
      const owner = model.workloadOfPod(key);
      return {
        text: text ?? `${key}\n${owner}`.toLowerCase(),
        reaches: (wanted) => podReaches(key, owner, wanted),
        values: (asked) => {
          switch (asked) {
            case 'ns':
              return [pod.metadata.namespace ?? 'default'];
            case 'kind': // a pod is one, and is found by what keeps it as well
              return distinct(['Pod', owner.split('/')[1] ?? 'Pod']);
            case 'name':
              return distinct([pod.metadata.name, owner.split('/').slice(2).join('/')]);
            case 'label':
              return wordsOfPod(pod.metadata.labels);
            case 'policy': {
              const podClass = model.classOf(key);
              return podClass === undefined ? [] : (policiesOf()[podClass] ?? []);
            }
            case 'reaches':
              return podReaches(key, owner, REACHES_INTERNET) === undefined ? [] : [REACHES_INTERNET];
            default:
              return valuesOf(owner, asked);
          }
        },
      };
    },
    gap(gap) {
      const { subject, check, severity, id, title, classification, witness } = gap;
      const owner = subjectKey(subject);
      return {
        // asked for seldom, and there are thousands of gaps
        get text() {
          return `${id}\n${title}\n${owner}`.toLowerCase();
        },
        reaches: (wanted) => reachesOf(owner, wanted),
        get ports() {
          return witness.map(({ ports }) => ports);
        },
        values: (asked) => {
          switch (asked) {
            case 'class':
              return [classification.dataClass];
            case 'gap':
              return gapValues(severity);
            case 'check':
              return [check];
            default:
              return workload(owner).values(asked);
          }
        },
      };
    },
    policy(inForce, text) {
      const { kind, namespace, name } = inForce.policy;
      const key = `${namespace}/${kind}/${name}`;
      const selected = lazily(() => workloadsOfClasses(model, inForce.subjects));
      return {
        text: text ?? key.toLowerCase(),
        ports: inForce.rules.map(({ ports }) => portsJson(ports)),
        values: (asked) => {
          switch (asked) {
            case 'ns':
              return [namespace];
            case 'kind':
              return [kind];
            case 'name':
              return [name];
            case 'gap':
              return gapValues(worstOf(gapsOf().get(key)));
            case 'check':
              return checksOf(gapsOf().get(key));
            case 'class': // of whom it selects
              return distinct(selected().map((each) => classificationOf(each).dataClass));
            case 'label':
              return distinct(selected().flatMap((each) => labelsOf().get(each) ?? []));
            default:
              return [];
          }
        },
      };
    },
  };
}

const subjectKey = ({ namespace, kind, name }: Gap['subject']) => `${namespace}/${kind}/${name}`;

/** Open ones and undecided ones: an accepted gap is told where it is asked for, not in a badge. */
function worstOf(gaps: readonly Gap[] = []): Severity | undefined {
  return SEVERITIES.find((each) => gaps.some(({ result, severity }) => result !== 'WAIVED' && severity === each));
}

const checksOf = (gaps: readonly Gap[] = []): readonly string[] =>
  distinct(gaps.flatMap(({ check, result }) => (result === 'WAIVED' ? [] : [check])));

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];

/** Whether somebody outside may be reached. */
function reachesInternet(model: PolicyModel, classId: number): Reaches | undefined {
  const end = { type: 'class', class: classId } as const;
  const rows = model.externalRows(end, 'egress').filter(({ routableShare }) => routableShare > 0);
  const relations = [model.relation(end, { type: 'internet' }), ...rows.map(({ relation }) => relation)];
  if (relations.some(({ must }) => must !== NO_PORTS)) return 'allow';
  return relations.some(({ may }) => may !== NO_PORTS) ? 'depends' : undefined;
}

const NO_WORDS: readonly string[] = [];

const labelWords = (labels: Labels = {}): readonly string[] =>
  Object.entries(labels).map(([name, value]) => `${name}=${value}`);

/** The labels of a workload's pods; of one without pods those of its template. */
function labelsOfWorkloads(model: PolicyModel): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  const add = (workload: string, labels: Labels | undefined): void => {
    let known = found.get(workload);
    if (known === undefined) {
      known = new Set();
      found.set(workload, known);
    }
    for (const word of labelWords(labels)) known.add(word);
  };
  for (const [key, pod] of model.objects.pods) add(model.workloadOfPod(key), pod.metadata.labels);
  for (const [key, workload] of model.objects.workloads) {
    if (!found.has(key)) add(key, workload.spec.template?.metadata?.labels);
  }
  return new Map([...found].map(([workload, labels]) => [workload, [...labels]]));
}

/** Class → the names of the policies that select it. */
function policiesOfClasses(model: PolicyModel): readonly (readonly string[])[] {
  const names: string[][] = model.classes.map(() => []);
  for (const { policy, subjects } of model.policies) for (const id of subjects) names[id]?.push(policy.name);
  return names;
}

function workloadsOfClasses(model: PolicyModel, classes: ReadonlySet<number>): readonly string[] {
  const found = new Set<string>();
  for (const id of classes) {
    const { pods = [], podlessWorkloads = [] } = model.classes[id] ?? {};
    for (const pod of pods) found.add(model.workloadOfPod(pod));
    for (const workload of podlessWorkloads) found.add(workload);
  }
  return [...found];
}

function remembered<Key, Value>(compute: (key: Key) => Value, known = new Map<Key, Value>()): (key: Key) => Value {
  return (key) => {
    const value = known.get(key);
    if (value !== undefined || known.has(key)) return value as Value;
    const computed = compute(key);
    known.set(key, computed);
    return computed;
  };
}
