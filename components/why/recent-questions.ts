import type { Question } from './ask-address.ts';

type Kept = Pick<Storage, 'getItem' | 'setItem'>;
/** Until the tab is closed. Asked for each time: where a browser forbids storage, already the name throws. */
const ofTab = (): Kept => sessionStorage;
const keyOf = (cluster: string): string => `ringfence-asked ${cluster}`;
const MOST = 8;

/** What was asked in this tab about a cluster, the last first. */
export function recentQuestions(cluster: string, storage = ofTab): readonly Question[] {
  try {
    const read: unknown = JSON.parse(storage().getItem(keyOf(cluster)) ?? '[]');
    return Array.isArray(read) ? read.filter(isQuestion).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** Without storage nothing is remembered. */
export function rememberQuestion(cluster: string, { from, to, port }: Question, storage = ofTab): void {
  const others = recentQuestions(cluster, storage).filter(
    (each) => each.from !== from || each.to !== to || each.port !== port,
  );
  try {
    storage().setItem(keyOf(cluster), JSON.stringify([{ from, to, port }, ...others].slice(0, MOST)));
  } catch {
    // the list is a convenience
  }
}

function isQuestion(value: unknown): value is Question {
  if (typeof value !== 'object' || value === null) return false;
  const { from, to, port } = value as Readonly<Record<string, unknown>>;
  return [from, to, port].every((part) => typeof part === 'string' && part.length < 1000) && from !== '' && to !== '';
}
