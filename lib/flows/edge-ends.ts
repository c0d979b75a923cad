/** What edges of all minutes share. */
export interface EdgeEnds {
  readonly from: string;
  readonly to: string;
  readonly port: number | null;
  readonly protocol: number;
  readonly source: string;
  /** Nobody knows who began: summed apart. */
  readonly directionUnknown: boolean;
  /** In so many minutes. */
  minutes: number;
}

type Told = Omit<EdgeEnds, 'minutes'>;

/** The ends of edges, each once, found without writing a key: they are asked for with every flow. */
export interface EdgeEndsTable {
  /** As they are known; else new ones, which are not known yet. */
  of(told: Told): EdgeEnds;
  add(ends: EdgeEnds): void;
  delete(ends: EdgeEnds): void;
}

/** By the end that connects, then the other one; most pairs have one port, and only more of them have a map. */
export function createEdgeEndsTable(): EdgeEndsTable {
  const known = new Map<string, Map<string, EdgeEnds | Map<number, EdgeEnds>>>();
  /** Those that edges are of, each with a number: who sends flows may call each sending otherwise. */
  const sources = new Map<string, { readonly number: number; edges: number }>();
  let numbered = 0;
  /** Of what tells edges of one pair apart, as one number; of a source that no edge is of, none. */
  const keyOf = ({ port, protocol, source, directionUnknown }: Told): number => {
    const { number = Number.NaN } = sources.get(source) ?? {};
    return ((number * 65_537 + (port ?? 65_536)) * 256 + protocol) * 2 + (directionUnknown ? 1 : 0);
  };
  const hold = (source: string): void => {
    const held = sources.get(source);
    if (held === undefined) sources.set(source, { number: numbered++, edges: 1 });
    else held.edges++;
  };
  const release = (source: string): void => {
    const held = sources.get(source);
    if (held !== undefined && --held.edges === 0) sources.delete(source);
  };
  return {
    of(told) {
      const found = known.get(told.from)?.get(told.to);
      if (found !== undefined) {
        const same = found instanceof Map ? found.get(keyOf(told)) : isSame(found, told) ? found : undefined;
        if (same !== undefined) return same;
      }
      const { from, to, port, protocol, source, directionUnknown } = told;
      return { from, to, port, protocol, source, directionUnknown, minutes: 0 };
    },
    add(ends) {
      const { from, to } = ends;
      const ofFrom = known.get(from) ?? new Map<string, EdgeEnds | Map<number, EdgeEnds>>();
      known.set(from, ofFrom);
      const found = ofFrom.get(to);
      if (found === ends || (found instanceof Map && found.get(keyOf(ends)) === ends)) return;
      hold(ends.source);
      if (found === undefined) ofFrom.set(to, ends);
      else if (found instanceof Map) found.set(keyOf(ends), ends);
      else
        ofFrom.set(
          to,
          new Map([
            [keyOf(found), found],
            [keyOf(ends), ends],
          ]),
        );
    },
    delete(ends) {
      const { from, to } = ends;
      const ofFrom = known.get(from);
      const found = ofFrom?.get(to);
      if (found instanceof Map) found.delete(keyOf(ends));
      release(ends.source);
      if (ofFrom === undefined || (found instanceof Map && found.size > 0)) return;
      ofFrom.delete(to);
      if (ofFrom.size === 0) known.delete(from);
    },
  };
}

function isSame(a: Told, b: Told): boolean {
  return (
    a.port === b.port && a.protocol === b.protocol && a.source === b.source && a.directionUnknown === b.directionUnknown
  );
}
