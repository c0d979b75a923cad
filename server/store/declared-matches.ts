import { STORE } from '#lib/text/en/store.ts';
import type { DamagedFile } from './integrity.ts';
import type { Store } from './store.ts';
import { hashOfEntry, hashOfText, type TrailLine } from './trail-line.ts';
import { linesOfTrail } from './trail-matches.ts';

/** What the trail tells of the waivers and DataMaps of one cluster. */
interface Declared {
  /** Hash by id; undefined where a line of an earlier version tells none. */
  readonly waivers: Map<string, string | undefined>;
  /** Hash of who and when by id; undefined where a line tells none. */
  readonly withdrawn: Map<string, string | undefined>;
  /** Of waivers that came from a file, whose ids the line does not tell. */
  readonly takenOver: Set<string>;
  /** Something came from a file before lines told of its content: what is unknown may be of it. */
  untold: boolean;
  /** In their order. */
  readonly dataMaps: ToldDataMap[];
}

interface ToldDataMap {
  /** Of its text; null where it was forgotten, undefined where a line tells none. */
  readonly hash: string | null | undefined;
  /** Of who and when; undefined where a line of an earlier version tells none. */
  readonly entry: string | undefined;
}

/**
 * Waivers and DataMaps as they are kept, held against the trail: none altered, added, taken out or withdrawn by anybody but
 * those who did it through Ringfence. Clusters whose files came in before lines told of their content are held against what
 * came later.
 */
export function declaredUnlikeTrail(store: Store, only?: string): readonly DamagedFile[] {
  const told = declaredByCluster(store);
  const clusters = new Set([...told.keys(), ...clustersOf(store)]);
  return [...clusters]
    .filter((cluster) => only === undefined || cluster === only)
    .sort()
    .flatMap((cluster) => {
      const declared = told.get(cluster) ?? nothing();
      return [...waiversUnlike(store, cluster, declared), ...dataMapsUnlike(store, cluster, declared)];
    });
}

function waiversUnlike({ db }: Store, cluster: string, told: Declared): readonly DamagedFile[] {
  const rows = db
    .prepare('SELECT id, waiver, withdrawn_at AS withdrawn, withdrawn_by AS by FROM waivers WHERE cluster = ?')
    .all(cluster);
  const kept = new Map(rows.map((row) => [String(row.id), row]));
  const wrong = [...kept.values()].filter(({ id, waiver, withdrawn, by }) => {
    const hash = hashOfText(String(waiver));
    const isAccepted = told.waivers.has(String(id));
    const isKnown = isAccepted ? isLike(hash, told.waivers.get(String(id))) : told.untold || told.takenOver.has(hash);
    const isAsWithdrawn =
      withdrawn === null
        ? !told.withdrawn.has(String(id))
        : told.withdrawn.has(String(id)) &&
          isLike(hashOfEntry(String(by), String(withdrawn)), told.withdrawn.get(String(id)));
    return !isKnown || !(isAsWithdrawn || (told.untold && !isAccepted));
  });
  const lost = [...told.waivers.keys()].filter((id) => !kept.has(id));
  const ids = [...wrong.map(({ id }) => String(id)), ...lost].sort();
  return ids.map((id) => ({ cluster, name: `waiver ${id}`, message: STORE.check.notAsTold }));
}

function dataMapsUnlike({ db }: Store, cluster: string, { dataMaps, untold }: Declared): readonly DamagedFile[] {
  const rows = db.prepare('SELECT text, who, at FROM data_maps WHERE cluster = ? ORDER BY seq').all(cluster);
  const kept = rows.map(({ text, who, at }) => ({
    hash: text === '' ? null : hashOfText(String(text)),
    entry: hashOfEntry(String(who), String(at)),
  }));
  const before = untold ? Math.max(0, kept.length - dataMaps.length) : 0;
  const told = [...kept.slice(0, before), ...dataMaps];
  const places = Array.from({ length: Math.max(kept.length, told.length) }, (_, index) => index);
  const at = places.find((place) => {
    const [row, line] = [kept[place], told[place]];
    return row === undefined || line === undefined || !(isLike(row.hash, line.hash) && isLike(row.entry, line.entry));
  });
  return at === undefined ? [] : [{ cluster, name: `DataMap ${at + 1}`, message: STORE.check.notAsTold }];
}

const isLike = (hash: string | null | undefined, told: string | null | undefined) =>
  told === undefined || told === hash;

const nothing = (): Declared => ({
  waivers: new Map(),
  withdrawn: new Map(),
  takenOver: new Set(),
  untold: false,
  dataMaps: [],
});

function clustersOf({ db }: Store): readonly string[] {
  const sql = 'SELECT cluster FROM waivers UNION SELECT cluster FROM data_maps';
  return db
    .prepare(sql)
    .all()
    .map(({ cluster }) => String(cluster));
}

function declaredByCluster(store: Store): ReadonlyMap<string, Declared> {
  const told = new Map<string, Declared>();
  for (const line of linesOfTrail(store)) {
    if (line.cluster === undefined) continue;
    const declared = told.get(line.cluster) ?? nothing();
    told.set(line.cluster, declared);
    add(declared, line);
  }
  return told;
}

function add(declared: Declared, { action, what }: TrailLine): void {
  const { waivers, withdrawn, takenOver, dataMaps } = declared;
  const id = String(what.waiver);
  if (action === 'waiver-accepted') waivers.set(id, textOf(what.sha256));
  else if (action === 'waiver-withdrawn') withdrawn.set(id, textOf(what.entry));
  else if (action === 'data-map-kept') dataMaps.push({ hash: textOf(what.sha256), entry: textOf(what.entry) });
  else if (action === 'data-map-forgotten') dataMaps.push({ hash: null, entry: textOf(what.entry) });
  else if (action === 'file-taken-over') {
    declared.untold ||= what.waivers === undefined && what.dataMap === undefined;
    for (const hash of listOf(what.waivers)) takenOver.add(hash);
    for (const gone of listOf(what.withdrawn)) withdrawn.set(gone, undefined);
    if (what.dataMap !== undefined) dataMaps.push({ hash: textOf(what.dataMap), entry: textOf(what.entry) });
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
