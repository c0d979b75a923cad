import type { ObjectName, SimulatedChange } from './simulated-change.ts';
import { NO_HISTORY, type SimulationHistory } from './simulation-history.ts';

type SimulationStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
/** Asked for each time: where a browser forbids storage, already the name throws. */
const ofTab = (): SimulationStorage => sessionStorage;
const keyOf = (cluster: string): string => `ringfence-simulation/${cluster}`;

/** What was tried in this tab, with every step. Nothing where nothing is stored, or nothing that can be read. */
export function readSimulation(cluster: string, storage = ofTab): SimulationHistory {
  try {
    return historyOf(JSON.parse(storage().getItem(keyOf(cluster)) ?? 'null')) ?? NO_HISTORY;
  } catch {
    return NO_HISTORY;
  }
}

/** Stores it for this tab; where there is no room for every step, the present alone. Returns whether it could be kept. */
export function storeSimulation(cluster: string, history: SimulationHistory, storage = ofTab): boolean {
  const { past, present, future } = history;
  for (const kept of [
    { past, present, future },
    { past: [], present, future: [] },
  ]) {
    try {
      storage().setItem(keyOf(cluster), JSON.stringify(kept));
      return true;
    } catch {
      // the next is smaller
    }
  }
  return false;
}

/** Storage is an edge: what another version or a person wrote there may have any shape. */
function historyOf(stored: unknown): SimulationHistory | undefined {
  if (!isRecord(stored)) return undefined;
  const { past, present, future } = stored;
  if (!isListOf(past, isChanges) || !isChanges(present) || !isListOf(future, isChanges)) return undefined;
  return { past, present, future };
}

/** A list of changes, from storage or from a link. */
export function isChanges(value: unknown): value is readonly SimulatedChange[] {
  return isListOf(value, isChange);
}

function isChange(value: unknown): value is SimulatedChange {
  if (!isRecord(value) || !isText(value.id)) return false;
  switch (value.type) {
    case 'yaml':
      return isText(value.title) && isText(value.text) && (value.patch === undefined || value.patch === true);
    case 'remove':
      return isObjectName(value.object);
    case 'labels':
      return (
        isObjectName(value.object) &&
        isRecord(value.labels) &&
        Object.values(value.labels).every((label) => label === null || isText(label))
      );
    default:
      return false;
  }
}

function isObjectName(value: unknown): value is ObjectName {
  return (
    isRecord(value) &&
    isText(value.kind) &&
    isText(value.name) &&
    (value.namespace === undefined || isText(value.namespace)) &&
    (value.apiVersion === undefined || isText(value.apiVersion))
  );
}

function isListOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is Item[] {
  return Array.isArray(value) && value.every(isItem);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
