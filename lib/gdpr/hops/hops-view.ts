import type { Revision } from '#lib/api/cluster-types.ts';
import type { HopColumn, HopRow, HopsView } from '#lib/api/hops-schemas.ts';
import type { Protocol } from '#lib/kube/objects.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { classGraph } from '#lib/policy/paths/class-graph.ts';
import type { HopDirection } from '#lib/policy/paths/hop-levels.ts';
import { hasPort } from '#lib/policy/port-set.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { HOP_NOTES, hopsSentence } from '#lib/text/en/hops.ts';
import { CLASS_ORDER, worstFirst } from '../class-order.ts';
import { isPersonal } from '../data-class.ts';
import { type Classification, type DataClass, SEVERITIES } from '../types.ts';
import { hopEnds } from './hop-ends.ts';
import { certainFirst, type HopWalks, hopWalks, type NearestClasses } from './hop-walks.ts';
import { type StepPorts, stepPorts, wordsOf } from './step-ports.ts';

export interface HopsQuestion {
  /** A pod (`ns/name`) or a workload (`ns/Kind/name`). */
  readonly end: string;
  readonly direction: HopDirection;
  readonly hops: number;
  /** Only workloads of other namespaces; with personal data; with open gaps. */
  readonly other?: boolean;
  readonly personal?: boolean;
  readonly gaps?: boolean;
  /** Only workloads whose own connection may use this port: into them, or out of them where one walks in. */
  readonly port?: { readonly protocol: Protocol; readonly port: number };
}

export interface HopsContext {
  readonly revision: Revision;
  readonly classificationOf: (workload: string) => Classification;
  readonly gapsOf: (workload: string) => HopRow['gaps'];
}

/** Rows of all columns in one answer: some 100 kB of JSON. */
const MAX_ROWS = 420;
const MAX_OUT_OF_REACH = 30;
const MAX_ENDS = 24;

/**
 * Each other workload once, at its shortest hop: upper bounds, with what is not certain marked.
 * @throws RingfenceError NOT_FOUND.
 */
export function hopsView(model: PolicyModel, question: HopsQuestion, context: HopsContext): HopsView {
  const { direction, hops } = question;
  const walks = hopWalks(model, question.end, direction);
  const opposite = hopWalks(model, question.end, direction === 'out' ? 'in' : 'out');
  const { start, nearest } = walks;
  const others = othersOf(model, start.workload);
  const classOf = (workload: string): DataClass => context.classificationOf(workload).dataClass;
  const within = [...nearest].filter(([, { hop }]) => hop <= hops);
  const isPassing = filterOf(model, walks, question, context);
  const byHop = Map.groupBy(within, ([, { hop }]) => hop);
  const budget = Math.floor(MAX_ROWS / hops);
  const columns = Array.from({ length: hops }, (_, index): HopColumn => {
    const all = byHop.get(index + 1) ?? [];
    const shown = all.filter(([workload, near]) => isPassing(workload, near));
    const sorted = inOrder(shown, context).slice(0, budget);
    const counts = Map.groupBy(shown, ([workload]) => classOf(workload));
    return {
      ...{ hop: index + 1, workloads: shown.length, all: all.length },
      personal: shown.filter(([workload]) => isPersonal(classOf(workload))).length,
      classes: CLASS_ORDER.flatMap((dataClass) => {
        const workloads = counts.get(dataClass)?.length ?? 0;
        return workloads === 0 ? [] : [{ dataClass, workloads }];
      }),
      rows: sorted.map(([workload, near]) => rowOf(model, walks, workload, near, context)),
    };
  });
  const depends = within.filter(([, near]) => isUndecided(near, hops)).length;
  const personal = within.filter(([workload]) => isPersonal(classOf(workload))).length;
  const { ends, notes } = endsAndNotes(model, walks, hops, depends, others);
  return {
    revision: context.revision,
    end: { key: start.key, workload: start.workload, name: start.name },
    ...{ direction, hops, notes, columns },
    sentence: hopsSentence({
      ...{ name: start.name, direction, hops, workloads: within.length, of: others.length, personal, depends },
    }),
    ends: ends.slice(0, MAX_ENDS),
    moreEnds: Math.max(0, ends.length - MAX_ENDS),
    outOfReach: outOfReach(walks, others, hops, classOf),
    radius: {
      longest: walks.may.longest,
      ...{ workloads: nearest.size, pods: allPods(model, walks), of: others.length },
      classes: CLASS_ORDER.flatMap((dataClass) => {
        const own = others.filter((workload) => classOf(workload) === dataClass);
        if (own.length === 0 || dataClass === 'none') return [];
        const near = own.flatMap((workload) => nearest.get(workload) ?? []);
        return [{ dataClass, within: near.filter(({ hop }) => hop <= hops).length, ever: near.length, of: own.length }];
      }),
    },
    opposite: {
      workloads: opposite.nearest.size,
      pods: allPods(model, opposite),
      internet: hopEnds(model, opposite, Number.POSITIVE_INFINITY, 'internet').length > 0,
    },
  };
}

/** The workloads that could be reached at all: those with a pod, itself left out. */
function othersOf(model: PolicyModel, own: string): readonly string[] {
  return model.workloads.filter((workload) => workload !== own && hasPods(model, workload));
}

function hasPods(model: PolicyModel, workload: string): boolean {
  for (const count of model.classesOfWorkload(workload).values()) if (count > 0) return true;
  return false;
}

/** Not reached for certain within the asked hops. */
function isUndecided({ certain }: NearestClasses, hops: number): boolean {
  return certain === 0 || certain > hops;
}

function endsAndNotes(
  model: PolicyModel,
  walks: HopWalks,
  hops: number,
  depends: number,
  others: readonly string[],
): Pick<HopsView, 'ends' | 'notes'> {
  const ends = hopEnds(model, walks, hops);
  const later = [...walks.nearest.values()].filter(({ hop }) => hop > hops).length;
  const idle = model.workloads.length - others.length - (hasPods(model, walks.start.workload) ? 1 : 0);
  const notes = [
    HOP_NOTES.upperBound,
    ...(depends > 0 ? [HOP_NOTES.depends(depends)] : []),
    ...(later > 0 ? [HOP_NOTES.later(later, walks.may.longest)] : []),
    ...(ends.length > 0 ? [HOP_NOTES.ends] : []),
    ...(idle > 0 ? [HOP_NOTES.withoutPods(idle)] : []),
  ];
  return { ends, notes };
}

type Near = readonly [workload: string, nearest: NearestClasses];

function filterOf(
  model: PolicyModel,
  walks: HopWalks,
  { other, personal, gaps, port }: HopsQuestion,
  { classificationOf, gapsOf }: HopsContext,
): (...near: Near) => boolean {
  const [namespace = ''] = walks.start.workload.split('/');
  return (workload, { classes }) => {
    if (other === true && workload.startsWith(`${namespace}/`)) return false;
    if (personal === true && !isPersonal(classificationOf(workload).dataClass)) return false;
    if (gaps === true && gapsOf(workload) === undefined) return false;
    if (port === undefined) return true;
    return classes.some((classId) =>
      walks.may
        .before(classId)
        .some((before) => hasPort(relate(model, walks, before, classId).may, port.protocol, port.port)),
    );
  };
}

/** What a class and one that is a hop nearer exchange. */
function relate(model: PolicyModel, { direction }: HopWalks, near: number, far: number): StepPorts {
  return direction === 'out' ? stepPorts(model, near, far) : stepPorts(model, far, near);
}

function inOrder(near: readonly Near[], { classificationOf, gapsOf }: HopsContext): readonly Near[] {
  const keyed = near.map((each) => {
    const gaps = gapsOf(each[0]);
    return {
      each,
      ofClass: CLASS_ORDER.indexOf(classificationOf(each[0]).dataClass),
      gap: gaps === undefined ? SEVERITIES.length : SEVERITIES.indexOf(gaps.worst),
    };
  });
  keyed.sort((a, b) => a.ofClass - b.ofClass || a.gap - b.gap || compareNames(a.each[0], b.each[0]));
  return keyed.map(({ each }) => each);
}

function rowOf(
  model: PolicyModel,
  walks: HopWalks,
  workload: string,
  near: NearestClasses,
  { classificationOf, gapsOf }: HopsContext,
): HopRow {
  const classId = near.classes.find((id) => walks.must.hops[id] === near.hop) ?? near.classes[0] ?? 0;
  const [first = classId] = certainFirst(walks, classId);
  const relation = relate(model, walks, first, classId);
  const vias = near.hop === 1 ? [] : viasOf(walks, near, first);
  const depends = near.certain === 0 || near.certain > near.hop;
  const gaps = gapsOf(workload);
  const [via] = vias;
  return {
    workload,
    ...podsOf(model, walks, workload),
    dataClass: classificationOf(workload).dataClass,
    ...(gaps === undefined ? {} : { gaps }),
    depends,
    ...(depends && near.certain > 0 ? { certain: near.certain } : {}),
    ports: wordsOf(relation),
    ...(via === undefined ? {} : { via }),
    otherVias: Math.max(0, vias.length - 1),
  };
}

/** The workloads one hop nearer, those of a class first. */
function viasOf({ may, workloads, start }: HopWalks, { classes }: NearestClasses, first: number): readonly string[] {
  const before = new Set([first]);
  for (const each of classes.flatMap((classId) => may.before(classId))) before.add(each);
  const vias = [...new Set([...before].flatMap((classId) => workloads[classId] ?? []))];
  const others = vias.filter((workload) => workload !== start.workload);
  return others.length > 0 ? others : vias;
}

/** Pods of a workload that are reached in any number of hops, of all that it has. */
function podsOf(
  model: PolicyModel,
  { may }: HopWalks,
  workload: string,
): { readonly pods: number; readonly of: number } {
  const { representatives } = classGraph(model, 'may');
  let [pods, of] = [0, 0];
  for (const [classId, count] of model.classesOfWorkload(workload)) {
    of += count;
    if (may.hops[representatives[classId] ?? classId] !== 0) pods += count;
  }
  return { pods, of };
}

function allPods(model: PolicyModel, walks: HopWalks): number {
  return [...walks.nearest.keys()].reduce((sum, workload) => sum + podsOf(model, walks, workload).pods, 0);
}

function outOfReach(
  { nearest }: HopWalks,
  others: readonly string[],
  hops: number,
  classOf: (workload: string) => DataClass,
): HopsView['outOfReach'] {
  const far = others.filter((workload) => (nearest.get(workload)?.hop ?? Number.POSITIVE_INFINITY) > hops);
  const personal = far
    .map((workload) => ({ workload, dataClass: classOf(workload) }))
    .filter(({ dataClass }) => isPersonal(dataClass));
  return {
    ...{ workloads: far.length, personal: personal.length },
    rows: worstFirst(personal, ({ workload }) => workload)
      .slice(0, MAX_OUT_OF_REACH)
      .map((row) => {
        const hop = nearest.get(row.workload)?.hop;
        return { ...row, ...(hop === undefined ? {} : { hop }) };
      }),
  };
}
