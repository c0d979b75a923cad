import type { Gap } from '#lib/gdpr/types.ts';
import type { EvidenceGap } from './peer-runs.ts';

/** A gap of the evidence with its own values in place of places in tables. Its peers stay a place. */
export type WholeGap = Omit<EvidenceGap, keyof SharedOfGap> & Pick<Gap, keyof SharedOfGap>;

/** What most gaps have in common with others: places in `gapValues`, and of the lines of a fix in `fixLines`. */
export interface SharedOfGap {
  readonly articles: number;
  readonly references: number;
  readonly classification: number;
  readonly fix: Omit<Gap['fix'], 'yaml' | 'note'> & { readonly yaml: readonly number[]; readonly note: number };
}

/** What gaps have in common, each once, in the order in which gaps name it. */
export interface GapTables {
  readonly gapValues: readonly unknown[];
  /** Lines of fixes: thousands of policies have the same few. */
  readonly fixLines: readonly string[];
}

/**
 * Gaps with places in tables for what recurs: in a large cluster a hundred thousand gaps of forty kinds say the same of
 * articles and classes, and their fixes are written in the same lines.
 */
export function shareValues(gaps: readonly WholeGap[]): GapTables & { readonly gaps: readonly EvidenceGap[] } {
  const values = new Table<unknown>();
  const lines = new Table<string>();
  return {
    gaps: gaps.map((gap) => ({
      ...gap,
      articles: values.placeOf(gap.articles),
      references: values.placeOf(gap.references),
      classification: values.placeOf(gap.classification),
      fix: {
        ...withEffect(gap.fix),
        yaml: linesOf(gap.fix.yaml).map((line) => lines.placeOf(line)),
        note: values.placeOf(gap.fix.note),
      },
    })),
    gapValues: values.list,
    fixLines: lines.list,
  };
}

/** The gap as it was before `shareValues`. Values are shared between gaps: do not change them. */
export function wholeGap(tables: GapTables, gap: EvidenceGap): WholeGap {
  const value = <Name extends keyof Gap>(place: number): Gap[Name] => tables.gapValues[place] as Gap[Name];
  const { yaml, note } = gap.fix;
  return {
    ...gap,
    articles: value<'articles'>(gap.articles),
    references: value<'references'>(gap.references),
    classification: value<'classification'>(gap.classification),
    fix: {
      ...withEffect(gap.fix),
      yaml: yaml.map((place) => tables.fixLines[place]).join('\n'),
      note: tables.gapValues[note] as string,
    },
  };
}

function withEffect({ effect }: Pick<Gap['fix'], 'effect'>): Pick<Gap['fix'], 'effect'> {
  return effect === undefined ? {} : { effect };
}

/** Of no fix none. */
function linesOf(yaml: string): readonly string[] {
  return yaml === '' ? [] : yaml.split('\n');
}

/** Values by their place, each once. */
class Table<Value> {
  readonly list: Value[] = [];
  readonly #places = new Map<unknown, number>();

  placeOf(value: Value): number {
    // Checks hand out the same lists again and again: the text is written for each list once.
    const known = this.#places.get(value);
    if (known !== undefined) return known;
    const key = typeof value === 'string' ? value : JSON.stringify(value);
    const place = this.#places.get(key) ?? this.list.push(value) - 1;
    this.#places.set(key, place).set(value, place);
    return place;
  }
}
