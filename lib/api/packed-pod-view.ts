import type { Peer, PeerGroup, PodDirection, PodView } from './pod-types.ts';

/** Who a peer is, whatever passes. */
interface PackedEnd extends Pick<Peer, 'id' | 'of'> {
  /** Absent: a workload, whose kind and name are parts of its `id`. */
  readonly type?: Exclude<Peer['type'], 'workload'>;
  readonly name?: string;
  /** Without the namespace where that is the workload's own. */
  readonly example: string;
  /** Position in `tables.about`. */
  readonly about: number;
}

interface PackedDirection extends Omit<PodDirection, 'groups'> {
  readonly groups: readonly (Omit<PeerGroup, 'peers'> & {
    /** Three numbers for each: the position of its end, its pods, the position of its relation. */
    readonly peers: readonly number[];
  })[];
}

/**
 * A pod's view as it travels: an open pod has nearly every workload as peer in both directions, with a handful of
 * relations and classes among them. 10,000 pods: 1.4 MB of the same words, packed a tenth of it.
 */
export interface PackedPodView extends Omit<PodView, 'ingress' | 'egress'> {
  readonly tables: {
    readonly ends: readonly PackedEnd[];
    readonly about: readonly Pick<Peer, 'classification' | 'gaps'>[];
    readonly relations: readonly Pick<Peer, 'relation' | 'label' | 'gap'>[];
  };
  readonly ingress: PackedDirection;
  readonly egress: PackedDirection;
}

const NUMBERS_A_PEER = 3;

export function packPodView({ ingress, egress, ...rest }: PodView): PackedPodView {
  const ends = table<PackedEnd>();
  const about = table<Pick<Peer, 'classification' | 'gaps'>>();
  const relations = table<Pick<Peer, 'relation' | 'label' | 'gap'>>();
  const packPeer = (peer: Peer): readonly number[] => {
    const { type, id, name, of, pods, relation, label, gap, classification, gaps } = peer;
    const end = ends.positionOf({
      ...(type === 'workload' ? {} : { type, name }),
      ...{ id, of, example: shortExample(peer), about: about.positionOf({ classification, gaps }) },
    });
    return [end, pods, relations.positionOf({ relation, label, gap })];
  };
  const pack = (direction: PodDirection): PackedDirection => ({
    ...direction,
    groups: direction.groups.map((group) => ({ ...group, peers: group.peers.flatMap(packPeer) })),
  });
  const directions = { ingress: pack(ingress), egress: pack(egress) };
  return { ...rest, tables: { ends: ends.rows, about: about.rows, relations: relations.rows }, ...directions };
}

export function unpackPodView({ tables, ingress, egress, ...rest }: PackedPodView): PodView {
  const unpackPeer = (numbers: readonly number[], at: number): readonly Peer[] => {
    const end = tables.ends[numbers[at] ?? -1];
    const relation = tables.relations[numbers[at + 2] ?? -1];
    if (end === undefined || relation === undefined) return [];
    const { type = 'workload', id, of } = end;
    const [namespace = '', kind, ...name] = type === 'workload' ? id.split('/') : [];
    return [
      {
        ...{ type, id, name: end.name ?? name.join('/') },
        ...(kind === undefined ? {} : { kind }),
        ...{ pods: numbers[at + 1] ?? 0, of },
        example: type === 'workload' && !end.example.includes('/') ? `${namespace}/${end.example}` : end.example,
        ...relation,
        ...tables.about[end.about],
      },
    ];
  };
  const unpack = (direction: PackedDirection): PodDirection => ({
    ...direction,
    groups: direction.groups.map((group) => ({
      ...group,
      peers: Array.from({ length: group.peers.length / NUMBERS_A_PEER }, (_, position) => position).flatMap(
        (position) => unpackPeer(group.peers, position * NUMBERS_A_PEER),
      ),
    })),
  });
  return { ...rest, ingress: unpack(ingress), egress: unpack(egress) };
}

/** A pod of the workload's namespace by its name alone; a workload without pods keeps its three parts. */
function shortExample({ type, id, example }: Peer): string {
  const namespace = id.slice(0, id.indexOf('/') + 1);
  const name = example.slice(namespace.length);
  return type === 'workload' && example.startsWith(namespace) && name !== '' && !name.includes('/') ? name : example;
}

/** Rows that are kept once, told apart by their content. */
function table<Row>() {
  const rows: Row[] = [];
  const positions = new Map<string, number>();
  return {
    rows,
    positionOf(row: Row): number {
      const key = JSON.stringify(row);
      const known = positions.get(key);
      if (known !== undefined) return known;
      positions.set(key, rows.length);
      return rows.push(row) - 1;
    },
  };
}
