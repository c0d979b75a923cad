import type { PolicyModel } from '#lib/policy/model.ts';
import { SCENE_MAX_NODES } from './scene-budget.ts';
import type { SceneInput } from './scene-input.ts';
import { buildNamespaceScene, TILES_SHOWN } from './scene-of-namespaces.ts';
import { buildWorkloadScene } from './scene-of-workloads.ts';
import { workloadFacts } from './scene-workloads.ts';
import type { Scene, SceneLevel } from './types.ts';

/** Up to this many pods the map rests at pods; a person reads them one by one. */
const REST_AT_PODS = 25;

export interface SceneQuery {
  readonly level?: SceneLevel;
  /** Only this namespace, with its neighbours folded to one box each. */
  readonly namespace?: string;
}

/**
 * The picture of one revision at one level, within the budget of nodes and edges. Deterministic: the same cluster gives
 * the same picture. A level that does not fit falls back to the next coarser one, and the note says so.
 */
export function buildScene(input: SceneInput, query: SceneQuery): Promise<Scene> {
  const known = scenesOf(input.model);
  const key = JSON.stringify([query.level, query.namespace]);
  let scene = known.get(key);
  if (scene === undefined) {
    scene = drawScene(input, query);
    if (known.size >= SCENES_KEPT) known.clear();
    known.set(key, scene);
  }
  return scene;
}

/**
 * The whole cluster at its rest before its gaps are known, which says so. Every box stands where it will stand: undefined
 * where that hangs on the gaps, as the places of workloads do, and which namespaces are shown where not all are.
 */
export function sceneBeforeGaps({ model, classificationOf }: Omit<SceneInput, 'gaps'>): Scene | undefined {
  const input: SceneInput = { model, classificationOf, gaps: [] };
  if (model.namespaces.length > TILES_SHOWN || restLevelOf(model, model.workloads.length) !== 'namespaces') {
    return undefined;
  }
  return { ...buildNamespaceScene(input, workloadFacts(input), 'namespaces'), gapsPending: true };
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

async function drawScene(input: SceneInput, query: SceneQuery): Promise<Scene> {
  const workloads = workloadFacts(input);
  const restLevel = restLevelOf(input.model, workloads.length);
  const asked = query.level ?? (query.namespace === undefined ? restLevel : 'workloads');
  if (query.namespace !== undefined || fits(input.model, workloads.length, asked)) {
    return asked === 'namespaces' && query.namespace === undefined
      ? buildNamespaceScene(input, workloads, restLevel)
      : buildWorkloadScene(input, workloads, {
          level: asked === 'pods' ? 'pods' : 'workloads',
          restLevel,
          asked,
          namespace: query.namespace,
        });
  }
  const fallback = asked === 'pods' && fits(input.model, workloads.length, 'workloads') ? 'workloads' : 'namespaces';
  return fallback === 'namespaces'
    ? buildNamespaceScene(input, workloads, restLevel, asked)
    : buildWorkloadScene(input, workloads, { level: 'workloads', restLevel, asked });
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

const podsIn = (model: PolicyModel) => model.classes.reduce((sum, each) => sum + Math.max(1, each.count), 0);
