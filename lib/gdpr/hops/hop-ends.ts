import type { HopEnd } from '#lib/api/hops-schemas.ts';
import { INTERNET } from '#lib/policy/connection-units.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { NO_PORTS, portsJson } from '#lib/policy/port-set.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { portWords } from '#lib/text/en/ports.ts';
import type { HopWalks } from './hop-walks.ts';

/** What one class has outside the cluster in one direction. */
interface Outside {
  readonly id: string;
  readonly depends: boolean;
  readonly ports: readonly string[];
}
type OutsideTable = { readonly [Direction in 'ingress' | 'egress']: (readonly Outside[] | undefined)[] };

const tables = new WeakMap<PolicyModel, OutsideTable>();
const MAX_PORTS = 3;

/** The internet and the ranges that rules name, for one class; kept, since every question asks many classes. */
function outsideOf(model: PolicyModel, classId: number, direction: 'ingress' | 'egress'): readonly Outside[] {
  const table = tables.get(model) ?? { ingress: [], egress: [] };
  tables.set(model, table);
  let found = table[direction][classId];
  if (found === undefined) {
    const byId = new Map<string, Outside>();
    for (const { relation, label } of model.externalRows({ type: 'class', class: classId }, direction)) {
      if (relation.may === NO_PORTS) continue;
      const depends = relation.must === NO_PORTS;
      const known = byId.get(label);
      if (known !== undefined && (!known.depends || depends)) continue; // both families alike
      const words = portWords(portsJson(depends ? relation.may : relation.must));
      byId.set(label, { id: label, depends, ports: words.slice(0, MAX_PORTS) });
    }
    found = [...byId.values()];
    table[direction][classId] = found;
  }
  return found;
}

/**
 * The internet, and ranges of addresses: where ways end, or begin. One more hop than the workload before them. The
 * internet first, then by hop.
 * @param only asks for the internet alone.
 */
export function hopEnds(model: PolicyModel, walks: HopWalks, hops: number, only?: 'internet'): readonly HopEnd[] {
  const { may, must, start, workloads, direction } = walks;
  const gate = direction === 'out' ? 'egress' : 'ingress';
  const found = new Map<string, { hop: number; depends: boolean; ports: readonly string[]; vias: Set<string> }>();
  const add = (classId: number, hop: number, certain: boolean, vias: readonly string[]): void => {
    if (hop > hops) return;
    for (const { id, depends, ports } of outsideOf(model, classId, gate)) {
      if (only !== undefined && id !== INTERNET) continue;
      const known = found.get(id);
      const undecided = depends || !certain;
      if (known === undefined || hop < known.hop) {
        found.set(id, { hop, depends: undecided, ports, vias: new Set(vias) });
      } else if (hop === known.hop) {
        known.depends &&= undecided;
        for (const via of vias) known.vias.add(via);
      }
    }
  };
  for (const classId of start.classes) add(classId, 1, true, []);
  for (const [classId, hop] of may.hops.entries()) {
    if (hop === 0 || (only !== undefined && found.size > 0)) continue;
    add(classId, hop + 1, must.hops[classId] === hop, workloads[classId] ?? []);
  }
  return [...found]
    .map(([id, { hop, depends, ports, vias }]): HopEnd => {
      const [via] = vias;
      return {
        ...{ id, hop, depends, ports },
        ...(via === undefined ? {} : { via }),
        otherVias: Math.max(0, vias.size - 1),
      };
    })
    .sort((a, b) => Number(b.id === INTERNET) - Number(a.id === INTERNET) || a.hop - b.hop || compareNames(a.id, b.id));
}
