import type { Random } from '#lib/policy/testing/random.ts';
import { canonicalJson } from '#server/report/evidence/canonical-json.ts';
import { hashesOfParts } from '#server/report/evidence/seal-evidence.ts';

/** What stands in a document or a package. */
export interface Subject {
  readonly evidence: Buffer;
  readonly link: string | undefined;
}

export interface Mutation {
  /** What was done and where, for whoever has to find out why it was not found. */
  readonly told: string;
  readonly subject: Subject;
}

/** The parts that follow from others: whoever alters one, and its hash with it, is found by computing it again. */
const DERIVED = [
  ...[
    'profile',
    'inputs',
    'counts',
    'dataTables',
    'enforcement',
    'classification',
    'relation',
    'peerNames',
    'peerSets',
  ],
  ...['gaps', 'gapValues', 'fixLines', 'checks', 'summary', 'waivers'],
] as const;

/** Inputs on which no result rests: only the hash of the whole tells of them, and so the chain. */
const WITHOUT_EFFECT = /resourceVersion|^\$\.inputs\.dataMap|^\$\.inputs\.asked/;

type Tree = Record<string, unknown> | unknown[];

/** One random alteration of a snapshot, never none. */
export function mutate(random: Random, subject: Subject): Mutation {
  return random.pick([
    bytesAltered,
    bytesAltered,
    anythingAltered,
    derivedAltered,
    derivedAltered,
    resealed,
    linkAltered,
  ])(random, subject);
}

/** As a fault of a disk, or a careless hand. */
function bytesAltered(random: Random, { evidence, link }: Subject): Mutation {
  const at = random.below(evidence.length);
  if (random.chance(0.2)) return { told: `cut at byte ${at}`, subject: { evidence: evidence.subarray(0, at), link } };
  const altered = Buffer.from(evidence);
  altered[at] = (altered[at] as number) ^ (1 << random.below(8));
  return { told: `bit flipped in byte ${at}`, subject: { evidence: altered, link } };
}

/** Anywhere in the file, written as canonical JSON, the hashes left as they were. */
function anythingAltered(random: Random, { evidence }: Subject): Mutation {
  const { value, told } = altered(random, evidence, () => true);
  return { told, subject: { evidence: Buffer.from(canonicalJson(value)), link: undefined } };
}

/** In what follows from other parts, and the hashes of the parts fixed up: only computing it again tells. */
function derivedAltered(random: Random, { evidence }: Subject): Mutation {
  const names: ReadonlySet<string> = new Set(DERIVED);
  const mayTouch = (path: string): boolean =>
    names.has(/^\$\.(\w+)/.exec(path)?.[1] ?? '') && !WITHOUT_EFFECT.test(path);
  const { value, told } = altered(random, evidence, mayTouch);
  return { told: `${told}, parts fixed`, subject: { evidence: sealed(value), link: undefined } };
}

/** Anywhere, and the hashes of the parts fixed up: the link beside it tells. */
function resealed(random: Random, { evidence, link }: Subject): Mutation {
  const { value, told } = altered(random, evidence, (path) => !path.startsWith('$.parts'));
  return { told: `${told}, parts fixed, link left`, subject: { evidence: sealed(value), link } };
}

/** The link alone. */
function linkAltered(random: Random, { evidence, link }: Subject): Mutation {
  const { value, told } = altered(random, Buffer.from(link ?? '{}'), () => true);
  return { told: `link: ${told}`, subject: { evidence, link: canonicalJson(value) } };
}

function sealed(value: object): Buffer {
  return Buffer.from(canonicalJson({ ...value, parts: hashesOfParts(value) }));
}

/** The value with one thing in it altered, at a place that may be touched. */
function altered(random: Random, json: Buffer, mayTouch: (path: string) => boolean): { value: object; told: string } {
  for (;;) {
    const value = JSON.parse(json.toString('utf8'));
    const places = placesOf(value, '$').filter(({ path }) => mayTouch(path));
    const { parent, key, path } = random.pick(places);
    const told = random.pick([changeValue, changeValue, remove, duplicate, swap, insert])(random, parent, key);
    if (told !== undefined && canonicalJson(value) !== json.toString('utf8')) return { value, told: `${told} ${path}` };
  }
}

interface Place {
  readonly parent: Tree;
  readonly key: string | number;
  readonly path: string;
}

function placesOf(value: unknown, path: string): readonly Place[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry, key) => [
      { parent: value, key, path: `${path}[${key}]` },
      ...placesOf(entry, `${path}[${key}]`),
    ]);
  }
  if (value === null || typeof value !== 'object') return [];
  const parent = value as Record<string, unknown>;
  return Object.keys(parent).flatMap((key) => [
    { parent, key, path: `${path}.${key}` },
    ...placesOf(parent[key], `${path}.${key}`),
  ]);
}

type Alter = (random: Random, parent: Tree, key: string | number) => string | undefined;

const changeValue: Alter = (random, parent, key) => {
  const holder = parent as Record<string | number, unknown>;
  const value = holder[key];
  if (typeof value === 'number') holder[key] = value + 1 + random.below(5);
  else if (typeof value === 'boolean') holder[key] = !value;
  else if (typeof value === 'string') holder[key] = random.chance(0.5) ? `${value}x` : value.slice(1);
  else if (value === null) holder[key] = 0;
  else return undefined;
  return 'changed';
};

const remove: Alter = (_, parent, key) => {
  if (Array.isArray(parent)) parent.splice(key as number, 1);
  else delete parent[key];
  return 'removed';
};

const duplicate: Alter = (_, parent, key) => {
  if (!Array.isArray(parent)) return undefined;
  parent.splice(key as number, 0, structuredClone(parent[key as number]));
  return 'duplicated';
};

const swap: Alter = (random, parent, key) => {
  const holder = parent as Record<string | number, unknown>;
  const other = Array.isArray(parent) ? random.below(parent.length) : random.pick(Object.keys(parent));
  [holder[key], holder[other]] = [holder[other], holder[key]];
  return `swapped with ${other}`;
};

const insert: Alter = (random, parent, key) => {
  const value = random.pick<unknown>(['x', 0, null, {}, []]);
  if (Array.isArray(parent)) parent.splice(key as number, 0, value);
  else Object.defineProperty(parent, random.pick(['more', '__proto__', 'note']), { value, enumerable: true });
  return 'inserted beside';
};
