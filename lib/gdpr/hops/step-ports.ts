import { classRelationsOf } from '#lib/policy/class-relations.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { NO_PORTS, type PortSet, portsJson, unitePorts } from '#lib/policy/port-set.ts';
import { portWords } from '#lib/text/en/ports.ts';

/** What some pods of one class may use towards some of another: for certain, and possibly. */
export interface StepPorts {
  readonly must: PortSet;
  readonly may: PortSet;
}

const NOTHING: StepPorts = { must: NO_PORTS, may: NO_PORTS };

/** Of two classes that stand for themselves; pods that share a node and those that do not are taken together. */
export function stepPorts(model: PolicyModel, from: number, to: number): StepPorts {
  const found = classRelationsOf(model).relations.of(from, to);
  if (found === undefined) return NOTHING;
  if ('all' in found) return { must: found.any, may: found.may };
  let [must, may] = [NO_PORTS, NO_PORTS];
  for (const part of Object.values(found)) {
    must = unitePorts(must, part.any);
    may = unitePorts(may, part.may);
  }
  return { must, may };
}

/** More ports of one connection are one word that counts them. */
const MAX_PORTS = 3;

/** What is certain, else what may be; the connection is there by one of the two. */
export function wordsOf({ must, may }: StepPorts): readonly string[] {
  const words = portWords(portsJson(must === NO_PORTS ? may : must));
  return words.length <= MAX_PORTS ? words : [...words.slice(0, MAX_PORTS - 1), `+${words.length - MAX_PORTS + 1}`];
}
