import type { SimulationAnswer } from '#lib/api/simulation-schemas.ts';
import type { LineProblem } from './code-editor.tsx';
import { placeInChanges, type SimulatedChange } from './simulated-change.ts';
import { objectCalled } from './written-labels.ts';

/** What could not be read and what was assumed, by change and by line of its own text. */
export function problemsById(
  answer: SimulationAnswer | undefined,
  changes: readonly SimulatedChange[],
): ReadonlyMap<string, readonly LineProblem[]> {
  const found = new Map<string, LineProblem[]>();
  const add = (line: number | undefined, message: string, severity: LineProblem['severity']): void => {
    const place = line === undefined ? undefined : placeInChanges(changes, line);
    if (place === undefined) return;
    const own = found.get(place.id) ?? [];
    found.set(place.id, [...own, { line: place.line, message, severity }]);
  };
  for (const { line, message } of answer?.unread ?? []) add(line, message, 'error');
  for (const { line, message } of answer?.notes ?? []) add(line, message, 'info');
  return found;
}

/** The objects that a change gives: of one text among several they cannot be told apart, and all stand for it. */
export function objectsOf(
  change: SimulatedChange,
  changes: readonly SimulatedChange[],
  { objects }: SimulationAnswer,
): readonly SimulationAnswer['objects'][number][] | undefined {
  if (change.type !== 'yaml') return objects.filter((object) => objectCalled(object) === objectCalled(change.object));
  return changes.filter(({ type }) => type === 'yaml').length === 1
    ? objects.filter(
        (object) => !changes.some((each) => each.type !== 'yaml' && objectCalled(each.object) === objectCalled(object)),
      )
    : undefined;
}
