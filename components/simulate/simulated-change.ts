/** An object by kind and name, as proposals name it. */
export interface ObjectName {
  readonly apiVersion?: string | undefined;
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** One thing that somebody means to change. */
export type SimulatedChange =
  | {
      readonly type: 'yaml';
      readonly id: string;
      readonly title: string;
      readonly text: string;
      /** Documents that are no policies are merge patches of what is there, as in fixes of gaps. */
      readonly patch?: true | undefined;
    }
  | { readonly type: 'remove'; readonly id: string; readonly object: ObjectName }
  | {
      readonly type: 'labels';
      readonly id: string;
      readonly object: ObjectName;
      /** null takes a label away. */
      readonly labels: Readonly<Record<string, string | null>>;
    };

/** A change without the id that the list gives it. */
export type NewChange = SimulatedChange extends infer Each ? (Each extends unknown ? Omit<Each, 'id'> : never) : never;

/** What the server takes in one question. */
export const TEXT_MAX = 2_000_000;
/** Also where a text does not end so, two documents must not become one. */
const DOCUMENT_START = '---\n';

export interface SimulatedProposal {
  readonly objects: string;
  readonly patches: string;
  readonly remove: readonly ObjectName[];
  readonly labels: readonly { readonly object: ObjectName; readonly labels: Readonly<Record<string, string | null>> }[];
}

/** All changes as one proposal. */
export function proposalOf(changes: readonly SimulatedChange[]): SimulatedProposal {
  return {
    objects: textsOf(changes, false)
      .map(({ text }) => document(text))
      .join(''),
    patches: textsOf(changes, true)
      .map(({ text }) => document(text))
      .join(''),
    remove: changes.flatMap((change) => (change.type === 'remove' ? [change.object] : [])),
    labels: changes.flatMap((change) =>
      change.type === 'labels' ? [{ object: change.object, labels: change.labels }] : [],
    ),
  };
}

const document = (text: string): string => `${DOCUMENT_START}${text}${text.endsWith('\n') ? '' : '\n'}`;

function textsOf(changes: readonly SimulatedChange[], patches: boolean) {
  return changes.flatMap((change) =>
    change.type === 'yaml' && change.text.trim() !== '' && (change.patch === true) === patches ? [change] : [],
  );
}

/**
 * Which change holds a line of the proposal's text, and which of its lines that is; both count from 1. What ends too early
 * is told at the line after its last, which is its last here.
 */
export function placeInChanges(
  changes: readonly SimulatedChange[],
  line: number,
): { readonly id: string; readonly line: number } | undefined {
  let before = 0;
  let place: { readonly id: string; readonly line: number } | undefined;
  for (const { id, text } of textsOf(changes, false)) {
    const lines = document(text).split('\n').length - 1;
    if (place !== undefined && line <= before) break;
    place = { id, line: Math.min(Math.max(1, line - before - 1), lines - 1) };
    before += lines;
  }
  return place;
}

/** Gives new changes their ids: numbers that none of the others has. */
export function withIds(known: readonly SimulatedChange[], added: readonly NewChange[]): readonly SimulatedChange[] {
  const last = Math.max(0, ...known.map(({ id }) => Number(id)).filter(Number.isFinite));
  return added.map((change, index) => ({ ...change, id: String(last + 1 + index) }));
}
