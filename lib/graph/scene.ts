import type { PolicyModel } from '#lib/policy/model.ts';
import { edgesOmitted } from '#lib/text/en/scene.ts';
import type { PlaceBook } from './known-places.ts';
import { OPENED_MAX_BOXES, SCENE_MAX_BYTES, SCENE_MAX_NODES } from './scene-budget.ts';
import type { SceneInput } from './scene-input.ts';
import { buildNamespaceScene, TILES_SHOWN } from './scene-of-namespaces.ts';
import { buildWorkloadScene } from './scene-of-workloads.ts';
import { workloadFacts } from './scene-workloads.ts';
import type { Scene, SceneLevel } from './types.ts';

/** Up to this many pods the map rests at pods; a person reads them one by one. */
const REST_AT_PODS = 25;

export interface SceneQuery {
  readonly level?: SceneLevel | undefined;
  /** Only this namespace, with its neighbours folded to one box each. */
  readonly namespace?: string | undefined;
  /** Only this workload (`ns/Kind/name`), by its pods, with what has a line with it. */
  readonly workload?: string | undefined;
  /** The id of a group of the opened namespace whose members are wanted one by one. */
  readonly unfold?: string | undefined;
  /** On paper: nothing comes later, and nobody comes nearer. */
  readonly printed?: boolean;
}

/**
 * The picture of one revision at one level, within the budget of nodes, edges and bytes. Deterministic: the same cluster
 * gives the same picture; with a book, what stood in it stays where it stood. A level that does not fit falls back to the
 * next coarser one, and the note says so.
 */
export function buildScene(input: SceneInput, query: SceneQuery, book?: PlaceBook): Promise<Scene> {
  const known = scenesOf(input.model);
  const key = JSON.stringify([
    query.level,
    query.namespace,
    query.workload,
    query.unfold,
    query.printed,
    book !== undefined,
  ]);
  let scene = known.get(key);
  if (scene === undefined) {
    scene = book === undefined ? drawScene(input, query) : inTurn(book, () => drawScene(input, query, book));
    if (known.size >= SCENES_KEPT) known.clear();
    known.set(key, scene);
  }
  return scene;
}

/** Two pictures of one book at a time would give one place to two new boxes. */
const turns = new WeakMap<PlaceBook, Promise<unknown>>();

function inTurn(book: PlaceBook, draw: () => Promise<Scene>): Promise<Scene> {
  const next = (turns.get(book) ?? Promise.resolve()).then(draw, draw);
  turns.set(
    book,
    next.catch(() => undefined),
  );
  return next;
}

/**
 * The whole cluster at its rest before its gaps are known, which says so. Every box stands where it will stand: undefined
 * where that hangs on the gaps, as the places of workloads do, and which namespaces are shown where not all are.
 */
export function sceneBeforeGaps(
  { model, classificationOf }: Omit<SceneInput, 'gaps'>,
  book?: PlaceBook,
): Scene | undefined {
  const input: SceneInput = { model, classificationOf, gaps: [] };
  if (model.namespaces.length > TILES_SHOWN || restLevelOf(model, model.workloads.length) !== 'namespaces') {
    return undefined;
  }
  const scene = buildNamespaceScene(input, workloadFacts(input), 'namespaces', { book });
  return { ...withinBytes(scene), gapsPending: true };
}

/** Scenes of one revision: pages that look at the same thing share the picture, and it goes when the revision goes. */
const scenes = new WeakMap<PolicyModel, Map<string, Promise<Scene>>>();
const SCENES_KEPT = 16; // some 100 kB each

function scenesOf(model: PolicyModel): Map<string, Promise<Scene>> {
  let known = scenes.get(model);
  if (known === undefined) {
    known = new Map();
    scenes.set(model, known);
  }
  return known;
}

async function drawScene(input: SceneInput, query: SceneQuery, book?: PlaceBook): Promise<Scene> {
  const { model } = input;
  const workloads = workloadFacts(input);
  const restLevel = restLevelOf(model, workloads.length);
  const { level, namespace, workload } = openedBy(model, query);
  const asked = level ?? (namespace === undefined ? restLevel : 'workloads');
  const shown = levelThatFits(model, workloads.length, asked, namespace, workload);
  const scene =
    shown === 'namespaces'
      ? buildNamespaceScene(input, workloads, restLevel, {
          asked: asked === 'namespaces' ? undefined : asked,
          book,
          printed: query.printed,
        })
      : await buildWorkloadScene(
          input,
          workloads,
          { level: shown, restLevel, asked, namespace, workload, unfold: query.unfold },
          book,
        );
  return withinBytes(scene);
}

/** A workload is opened by its pods, and stands in its namespace; one that is not there opens its namespace. */
function openedBy(model: PolicyModel, { level, namespace, workload }: SceneQuery): SceneQuery {
  if (workload === undefined) return { level, namespace };
  const own = workload.split('/')[0] ?? '';
  return model.classesOfWorkload(workload).size === 0
    ? { level, namespace: namespace ?? own }
    : { level: 'pods', namespace: own, workload };
}

function levelThatFits(
  model: PolicyModel,
  workloads: number,
  asked: SceneLevel,
  namespace: string | undefined,
  workload: string | undefined,
): SceneLevel {
  if (workload !== undefined) return 'pods';
  if (namespace !== undefined) {
    return asked === 'pods' && podsIn(model, namespace) <= OPENED_MAX_BOXES ? 'pods' : 'workloads';
  }
  if (fits(model, workloads, asked)) return asked;
  return asked === 'pods' && fits(model, workloads, 'workloads') ? 'workloads' : 'namespaces';
}

function restLevelOf(model: PolicyModel, workloads: number): SceneLevel {
  if (fits(model, workloads, 'pods') && podsIn(model) <= REST_AT_PODS) return 'pods';
  return fits(model, workloads, 'workloads') ? 'workloads' : 'namespaces';
}

function fits(model: PolicyModel, workloads: number, level: SceneLevel): boolean {
  if (level === 'namespaces') return true;
  const boxes = model.namespaces.length + RESERVED_NODES;
  return boxes + (level === 'pods' ? podsIn(model) : workloads) <= SCENE_MAX_NODES;
}

/** Hub, internet, any address and the blocks that rules name. */
const RESERVED_NODES = 20;

function podsIn({ classes }: PolicyModel, namespace?: string): number {
  const own = namespace === undefined ? classes : classes.filter((each) => each.namespace === namespace);
  return own.reduce((sum, each) => sum + Math.max(1, each.count), 0);
}

/** The scene with as many of its lines as the budget of bytes allows; the first are the worst. */
function withinBytes(scene: Scene): Scene {
  const bytes = (part: unknown) => byteLength(JSON.stringify(part)) + 1;
  const { edges, ...rest } = scene;
  let left = SCENE_MAX_BYTES - bytes(rest) - bytes(edgesOmitted(edges.length)) - 64;
  const kept = edges.filter((edge) => {
    left -= bytes(edge);
    return left >= 0;
  });
  if (kept.length === edges.length) return scene;
  const count = edges.length - kept.length;
  const [first, ...more] = scene.omitted;
  const known = first?.what === 'edges' && first.sentence === edgesOmitted(first.count) ? first.count : 0;
  return {
    ...scene,
    edges: kept,
    omitted: [
      { what: 'edges', count: known + count, sentence: edgesOmitted(known + count) },
      ...(known > 0 ? more : scene.omitted),
    ],
  };
}

/** In UTF-8. */
function byteLength(text: string): number {
  let bytes = text.length;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0x7f) bytes += code > 0xffff ? 2 : code > 0x7ff ? 2 : 1;
  }
  return bytes;
}
