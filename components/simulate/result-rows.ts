import type { SimulationAnswer } from '#lib/api/simulation-schemas.ts';
import type { ChangeJson } from '#lib/policy/diff/diff-json.ts';
import type { ChangeKind } from '#lib/policy/diff/types.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { changeWords } from '#lib/text/en/diff.ts';
import { portWords } from '#lib/text/en/ports.ts';

export type ResultTone = 'opens' | 'closes' | 'changes' | 'depends';

const TONES: Readonly<Record<ChangeKind, ResultTone>> = {
  opened: 'opens',
  'possibly-opened': 'depends',
  closed: 'closes',
  'ruled-out': 'closes',
  'ports-changed': 'changes',
  'certainty-changed': 'depends',
};
/** What opens is read first. */
const ORDER: readonly ResultTone[] = ['opens', 'changes', 'closes', 'depends'];

export interface ResultRow {
  readonly key: string;
  readonly label: string;
  readonly detail: string;
  readonly ports: readonly string[];
  /** What becomes of which ports, where the group's title does not say it. */
  readonly said?: string | undefined;
  /** `ns/Kind/name` of a workload; what is outside has none. */
  readonly workload?: string;
}

/** What happens to one workload in one direction. */
export interface ResultGroup {
  readonly key: string;
  readonly tone: ResultTone;
  readonly direction: 'ingress' | 'egress';
  readonly subject: string;
  readonly count: number;
  readonly rows: readonly ResultRow[];
  readonly unlisted: number;
}

/** More peers of one namespace than these stand as one row. */
const FOLDED_FROM = 7;

/** Changed connections by workload, what opens first, and the widest of each first. */
export function resultGroups({ changes }: Pick<SimulationAnswer['diff'], 'changes'>): readonly ResultGroup[] {
  const groups = Map.groupBy(changes, ({ subject, direction, change }) =>
    JSON.stringify([TONES[change], direction, subject]),
  );
  return [...groups]
    .map(([key, own]): ResultGroup => {
      const [{ change, direction, subject }] = own as [ChangeJson];
      const peers = own.flatMap((each) => each.peers.map(({ id }): Peer => peerOf(id, each)));
      const unlisted = own.reduce((sum, each) => sum + each.unlisted, 0);
      return {
        ...{ key, tone: TONES[change], direction, subject, unlisted },
        count: peers.length + unlisted,
        rows: foldedRows(peers),
      };
    })
    .sort((a, b) => ORDER.indexOf(a.tone) - ORDER.indexOf(b.tone) || b.count - a.count || compareNames(a.key, b.key));
}

/** The ports that change, whatever becomes of them. */
function wordsOf({ ports }: ChangeJson): readonly string[] {
  return [
    ...new Set(Object.values(ports).flatMap((set: PortsJson | undefined) => (set === undefined ? [] : portWords(set)))),
  ];
}

interface Peer {
  readonly id: string;
  readonly ports: readonly string[];
  readonly said?: string | undefined;
}

function peerOf(id: string, change: ChangeJson): Peer {
  const tone = TONES[change.change];
  if (tone === 'opens' || tone === 'closes') return { id, ports: wordsOf(change) };
  return { id, ports: [], said: changeWords(change.ports, change.after.reasons) };
}

function foldedRows(peers: readonly Peer[]): readonly ResultRow[] {
  const isMany = peers.length >= FOLDED_FROM;
  const groups = Map.groupBy(peers, ({ id, ports, said }) => {
    const [namespace, , name] = id.split('/');
    return isMany && name !== undefined ? JSON.stringify([namespace, ports, said]) : id;
  });
  return [...groups].map(([key, own]): ResultRow => {
    const [{ id, ports, said }] = own as [Peer];
    const [namespace = '', kind, ...rest] = id.split('/');
    if (rest.length === 0) return { key, label: id, detail: '', ports, said };
    if (own.length > 1) return { key, label: namespace, detail: `${own.length} workloads`, ports, said };
    return { key, label: rest.join('/'), detail: `${kind} in ${namespace}`, ports, said, workload: id };
  });
}
