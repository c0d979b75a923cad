import type { PolicyModel, Relation, RelationRow } from '../model.ts';
import { DENIED } from './transition.ts';

/** Lines kept at once: some 20 MB for 10,000 pods. */
const LINES_KEPT = 600;

/** All classes against one, by class id; denied where absent. */
export type RelationLine = readonly (Relation | undefined)[];

/**
 * The relations of one model asked in whole lines, which is cheaper than pair by pair. For classes that are not on the
 * host network: elsewhere who shares a node counts.
 */
export class RelationLines {
  private readonly model: PolicyModel;
  private readonly into = new Map<number, RelationLine>();
  private readonly outOf = new Map<number, RelationLine>();

  constructor(model: PolicyModel) {
    this.model = model;
  }

  /** @param anchor which end is asked again and again: its line is computed. */
  between(from: number, to: number, anchor: 'from' | 'to'): Relation {
    // Of one class: another pod of it, also where it is scaled to zero and has no row with itself.
    if (from === to) return this.model.relation({ type: 'class', class: from }, { type: 'class', class: to });
    const line = anchor === 'to' ? this.lineInto(to) : this.lineOutOf(from);
    return line[anchor === 'to' ? from : to] ?? DENIED;
  }

  private lineInto(to: number): RelationLine {
    return this.line(this.into, to, () => this.model.rowsInto({ type: 'class', class: to }));
  }

  private lineOutOf(from: number): RelationLine {
    return this.line(this.outOf, from, () => this.model.rowsOutOf({ type: 'class', class: from }));
  }

  private line(kept: Map<number, RelationLine>, id: number, ask: () => readonly RelationRow[]): RelationLine {
    const known = kept.get(id);
    if (known !== undefined) return known;
    const line: (Relation | undefined)[] = new Array(this.model.classes.length).fill(undefined);
    for (const { relation, classes } of ask()) for (const other of classes.keys()) line[other] = relation;
    if (kept.size >= LINES_KEPT) kept.clear();
    kept.set(id, line);
    return line;
  }
}
