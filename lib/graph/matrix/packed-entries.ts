import { type Basis, SENSITIVITY, SEVERITIES } from '#lib/gdpr/types.ts';
import type { FencePost } from '../types.ts';
import type { MatrixEntry } from './types.ts';

const TYPES: readonly MatrixEntry['type'][] = ['tile', 'workload', 'any-pod', 'internet', 'address'];
const BASES: readonly Basis[] = ['declared', 'inherited', 'inferred', 'unknown'];
const NOTHING = -1;
const PLATFORM = 1;
const REACHES_INTERNET = 2;

/** The lines of a matrix as columns of numbers: 2,500 of them stay under 200 kB. -1 stands for what is absent. */
export interface PackedEntries {
  readonly words: readonly string[];
  readonly labels: readonly string[];
  /** Places among TYPES, and in `words`. */
  readonly types: readonly number[];
  readonly bands: readonly number[];
  readonly namespaces: readonly number[];
  readonly kinds: readonly number[];
  readonly pods: readonly number[];
  /** Places among SENSITIVITY, BASES, SEVERITIES. */
  readonly dataClasses: readonly number[];
  readonly bases: readonly number[];
  readonly worst: readonly number[];
  readonly gaps: readonly number[];
  /** Thousandths isolated × 4, + 2 where closed to some, + 1 where undecided. */
  readonly ingress: readonly number[];
  readonly egress: readonly number[];
  readonly flags: readonly number[];
}

export function packEntries(entries: readonly MatrixEntry[]): PackedEntries {
  const words = new Map<string, number>();
  const word = (text: string | undefined): number => {
    if (text === undefined) return NOTHING;
    const place = words.get(text) ?? words.size;
    words.set(text, place);
    return place;
  };
  const column = <T>(of: (entry: MatrixEntry) => T): T[] => entries.map(of);
  const packed = {
    labels: column(({ label }) => label),
    types: column(({ type }) => TYPES.indexOf(type)),
    bands: column(({ band }) => word(band)),
    namespaces: column(({ namespace }) => word(namespace)),
    kinds: column(({ kind }) => word(kind)),
    pods: column(({ pods }) => pods),
    dataClasses: column(({ dataClass }) => (dataClass === undefined ? NOTHING : SENSITIVITY.indexOf(dataClass))),
    bases: column(({ basis }) => (basis === undefined ? NOTHING : BASES.indexOf(basis))),
    worst: column(({ gaps }) => (gaps === undefined ? NOTHING : SEVERITIES.indexOf(gaps.worst))),
    gaps: column(({ gaps }) => gaps?.count ?? 0),
    ingress: column(({ fence }) => packPost(fence?.ingress)),
    egress: column(({ fence }) => packPost(fence?.egress)),
    flags: column(
      ({ platform, reachesInternet }) =>
        (platform === true ? PLATFORM : 0) + (reachesInternet === true ? REACHES_INTERNET : 0),
    ),
  };
  return { words: [...words.keys()], ...packed };
}

export function unpackEntries(packed: PackedEntries): readonly MatrixEntry[] {
  const word = (place: number | undefined) => (place === undefined ? undefined : packed.words[place]);
  return packed.labels.map((label, line): MatrixEntry => {
    const type = TYPES[packed.types[line] ?? 0] ?? 'workload';
    const namespace = word(packed.namespaces[line]);
    const kind = word(packed.kinds[line]);
    const dataClass = SENSITIVITY[packed.dataClasses[line] ?? NOTHING];
    const basis = BASES[packed.bases[line] ?? NOTHING];
    const worst = SEVERITIES[packed.worst[line] ?? NOTHING];
    const ingress = unpackPost(packed.ingress[line]);
    const egress = unpackPost(packed.egress[line]);
    const flags = packed.flags[line] ?? 0;
    return {
      id: idOf(type, label, namespace, kind),
      type,
      label,
      band: word(packed.bands[line]) ?? '',
      pods: packed.pods[line] ?? 0,
      ...(namespace === undefined ? {} : { namespace }),
      ...(kind === undefined ? {} : { kind }),
      ...(dataClass === undefined ? {} : { dataClass }),
      ...(basis === undefined ? {} : { basis }),
      ...(ingress === undefined || egress === undefined ? {} : { fence: { ingress, egress } }),
      ...(worst === undefined ? {} : { gaps: { worst, count: packed.gaps[line] ?? 0 } }),
      ...((flags & PLATFORM) === 0 ? {} : { platform: true }),
      ...((flags & REACHES_INTERNET) === 0 ? {} : { reachesInternet: true }),
    };
  });
}

/** The id of the box on the map follows from the rest. */
function idOf(
  type: MatrixEntry['type'],
  label: string,
  namespace: string | undefined,
  kind: string | undefined,
): string {
  switch (type) {
    case 'tile':
      return `ns:${namespace}`;
    case 'workload':
      return `${namespace}/${kind}/${label}`;
    case 'any-pod':
    case 'internet':
      return type;
    case 'address':
      return 'any-address';
  }
}

const SHARES = 1000;

/** All and none stay all and none; what lies between never becomes either. */
function packPost(post: FencePost | undefined): number {
  if (post === undefined) return NOTHING;
  const share = Math.round(post.isolated * SHARES);
  const kept = post.isolated <= 0 ? 0 : post.isolated >= 1 ? SHARES : Math.min(SHARES - 1, Math.max(1, share));
  return kept * 4 + (post.partly === true ? 2 : 0) + (post.depends === true ? 1 : 0);
}

function unpackPost(packed: number | undefined): FencePost | undefined {
  if (packed === undefined || packed < 0) return undefined;
  return {
    isolated: Math.floor(packed / 4) / SHARES,
    ...((packed & 2) === 0 ? {} : { partly: true }),
    ...((packed & 1) === 0 ? {} : { depends: true }),
  };
}
