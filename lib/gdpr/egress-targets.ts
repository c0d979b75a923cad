import { hostRepresentatives } from '#lib/policy/host-classes.ts';
import { peerCandidates } from '#lib/policy/peer-candidates.ts';
import type { CheckContext } from './check.ts';
import { classEnd } from './ends.ts';

interface Candidates {
  readonly named: (classId: number) => ReadonlySet<number> | undefined;
  /** Of classes on the host network that differ by their node only, one for each workload. */
  readonly hosts: readonly number[];
  readonly all: readonly number[];
  /** The answer for each set that rules name: classes with the same policies share it. */
  readonly answers: Map<ReadonlySet<number>, readonly number[]>;
}

const known = new WeakMap<CheckContext, Candidates>();

/**
 * The classes to which a class may perhaps connect, ascending: those that its own rules name, and the host network; all
 * where its rules name none. Whom it is let through to, and who lets it in, is for `relation` to say: this only spares
 * asking for those who are certainly not meant. Classes without pods are left out. Who shares a node with one of its pods
 * is for `nodePairs` to say.
 */
export function egressTargets(context: CheckContext, id: number): readonly number[] {
  let candidates = known.get(context);
  if (candidates === undefined) {
    candidates = collect(context);
    known.set(context, candidates);
  }
  const { named, hosts, all, answers } = candidates;
  const gate = context.model.gate(classEnd(id), 'egress');
  const meant = gate.isolated === 'no' || gate.isolated === 'none' ? undefined : named(id);
  if (meant === undefined) return all;
  let answer = answers.get(meant);
  if (answer === undefined) {
    const { classes } = context.model;
    answer = [...meant.union(new Set(hosts))].filter((each) => (classes[each]?.count ?? 0) > 0).sort((a, b) => a - b);
    answers.set(meant, answer);
  }
  return answer;
}

function collect({ model, workloadsOfClass }: CheckContext): Candidates {
  const inUse = model.classes.filter(({ count }) => count > 0);
  const onHost = inUse.filter(({ hostNetwork }) => hostNetwork);
  const representatives = onHost.length === 0 ? [] : hostRepresentatives(model);
  const told = new Set<string>();
  const hosts = new Set<number>();
  for (const { id } of onHost) {
    for (const { key } of workloadsOfClass.get(id) ?? []) {
      const alike = `${representatives[id]} ${key}`;
      if (!told.has(alike)) hosts.add(id);
      told.add(alike);
    }
  }
  return {
    named: peerCandidates(model, 'egress'),
    hosts: [...hosts],
    all: inUse.flatMap(({ id, hostNetwork }) => (hostNetwork && !hosts.has(id) ? [] : [id])),
    answers: new Map(),
  };
}
