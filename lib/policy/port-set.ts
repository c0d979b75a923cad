import type { Protocol } from '#lib/kube/objects.ts';
import type { PortsJson } from './types.ts';

/**
 * A set of destination ports per protocol. Interned: two equal sets are the same object, so that sets are compared by
 * identity and the algebra is memoised by the pair of ids.
 */
export interface PortSet {
  /** Equal sets have equal ids. */
  readonly id: number;
  /** Flat ascending [first, last, first, last, …], inclusive, disjoint, non-adjacent; ports 1 … 65535. */
  readonly TCP: readonly number[];
  readonly UDP: readonly number[];
  readonly SCTP: readonly number[];
}

export const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
export const MIN_PORT = 1;
export const MAX_PORT = 65_535;

/** Sets are kept only as long as someone holds them: policies of strangers may come and go for months. */
const interned = new Map<string, WeakRef<PortSet>>();
const forgotten = new FinalizationRegistry<string>((key) => {
  if (interned.get(key)?.deref() === undefined) interned.delete(key);
});
let nextId = 0;

function intern(tcp: readonly number[], udp: readonly number[], sctp: readonly number[]): PortSet {
  const key = `${tcp.join()}|${udp.join()}|${sctp.join()}`;
  const known = interned.get(key)?.deref();
  if (known !== undefined) return known;
  const set: PortSet = { id: nextId++, TCP: tcp, UDP: udp, SCTP: sctp };
  interned.set(key, new WeakRef(set));
  forgotten.register(set, key);
  return set;
}

const EVERY_PORT: readonly number[] = [MIN_PORT, MAX_PORT];
export const NO_PORTS: PortSet = intern([], [], []);
export const ALL_PORTS: PortSet = intern(EVERY_PORT, EVERY_PORT, EVERY_PORT);

/** All ports of one protocol. */
export function allPortsOf(protocol: Protocol): PortSet {
  return portRange(protocol, MIN_PORT, MAX_PORT);
}

/** Ports `first` to `last` of one protocol, inclusive, cut to 1 … 65535; empty where `last` is below `first`. */
export function portRange(protocol: Protocol, first: number, last: number): PortSet {
  const from = Math.max(first, MIN_PORT);
  const to = Math.min(last, MAX_PORT);
  if (!(from <= to)) return NO_PORTS;
  const range = [from, to];
  return intern(protocol === 'TCP' ? range : [], protocol === 'UDP' ? range : [], protocol === 'SCTP' ? range : []);
}

type IntervalOperation = (a: readonly number[], b: readonly number[]) => readonly number[];

/** Entries of a memo before it is emptied; a cluster needs a few hundred. */
const MEMO_LIMIT = 200_000;

function memoised(operation: IntervalOperation): (a: PortSet, b: PortSet) => PortSet {
  const memo = new Map<number, PortSet>();
  return (a, b) => {
    const key = a.id * 67_108_864 + b.id; // 2^26: pairs of ids stay exact integers
    const known = memo.get(key);
    if (known !== undefined) return known;
    const result = intern(operation(a.TCP, b.TCP), operation(a.UDP, b.UDP), operation(a.SCTP, b.SCTP));
    if (memo.size >= MEMO_LIMIT) memo.clear();
    memo.set(key, result);
    return result;
  };
}

const memoUnion = memoised(uniteIntervals);
const memoIntersection = memoised(intersectIntervals);
const memoDifference = memoised((a, b) => intersectIntervals(a, complementIntervals(b)));

export function unitePorts(a: PortSet, b: PortSet): PortSet {
  if (a === b || b === NO_PORTS || a === ALL_PORTS) return a;
  if (a === NO_PORTS || b === ALL_PORTS) return b;
  return memoUnion(a, b);
}

export function intersectPorts(a: PortSet, b: PortSet): PortSet {
  if (a === b || b === ALL_PORTS || a === NO_PORTS) return a;
  if (a === ALL_PORTS || b === NO_PORTS) return b;
  return memoIntersection(a, b);
}

/** The ports of `a` that are not in `b`. */
export function subtractPorts(a: PortSet, b: PortSet): PortSet {
  if (b === NO_PORTS || a === NO_PORTS) return a;
  if (a === b || b === ALL_PORTS) return NO_PORTS;
  return memoDifference(a, b);
}

/** Whether every port of `a` is in `b`. */
export function isPortSubset(a: PortSet, b: PortSet): boolean {
  return intersectPorts(a, b) === a;
}

export function hasPort(set: PortSet, protocol: Protocol, port: number): boolean {
  const intervals = set[protocol];
  for (let i = 0; i + 1 < intervals.length; i += 2) {
    if (port < (intervals[i] as number)) return false;
    if (port <= (intervals[i + 1] as number)) return true;
  }
  return false;
}

/** The set as machines read it. */
export function portsJson(set: PortSet): PortsJson {
  return { TCP: pairs(set.TCP), UDP: pairs(set.UDP), SCTP: pairs(set.SCTP) };
}

/** The set that `portsJson` wrote; any order, overlaps allowed. */
export function portsFromJson(json: PortsJson): PortSet {
  let set = NO_PORTS;
  for (const protocol of PROTOCOLS) {
    for (const [first, last] of json[protocol]) set = unitePorts(set, portRange(protocol, first, last));
  }
  return set;
}

function pairs(intervals: readonly number[]): (readonly [number, number])[] {
  const list: (readonly [number, number])[] = [];
  for (let i = 0; i + 1 < intervals.length; i += 2) list.push([intervals[i] as number, intervals[i + 1] as number]);
  return list;
}

function uniteIntervals(a: readonly number[], b: readonly number[]): readonly number[] {
  const result: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const fromA = j >= b.length || (i < a.length && (a[i] as number) <= (b[j] as number));
    const first = (fromA ? a[i] : b[j]) as number;
    const last = (fromA ? a[i + 1] : b[j + 1]) as number;
    if (fromA) i += 2;
    else j += 2;
    const end = result.length - 1;
    // Adjacent intervals are one: 80-80 and 81-81 are 80-81.
    if (end >= 0 && first <= (result[end] as number) + 1) result[end] = Math.max(result[end] as number, last);
    else result.push(first, last);
  }
  return result;
}

function intersectIntervals(a: readonly number[], b: readonly number[]): readonly number[] {
  const result: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const first = Math.max(a[i] as number, b[j] as number);
    const last = Math.min(a[i + 1] as number, b[j + 1] as number);
    if (first <= last) result.push(first, last);
    if ((a[i + 1] as number) < (b[j + 1] as number)) i += 2;
    else j += 2;
  }
  return result;
}

function complementIntervals(a: readonly number[]): readonly number[] {
  const result: number[] = [];
  let next = MIN_PORT;
  for (let i = 0; i + 1 < a.length; i += 2) {
    if (next < (a[i] as number)) result.push(next, (a[i] as number) - 1);
    next = (a[i + 1] as number) + 1;
  }
  if (next <= MAX_PORT) result.push(next, MAX_PORT);
  return result;
}
