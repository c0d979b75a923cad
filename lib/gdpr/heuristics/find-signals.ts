import type { Labels } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import type { ServedPort } from '../served-ports.ts';
import { type InfrastructureRule, NO_OWN_DATA, OPERATOR_RULE } from './no-own-data.ts';
import type { Signal } from './signal.ts';
import {
  BACKUP_RULE,
  CLAIM_RULE,
  IMAGE_RULES,
  type ImageRule,
  LABEL_RULES,
  NAME_RULES,
  PORT_RULES,
  SIDE_PROCESS,
  type SignalKind,
  type SignalRule,
} from './signal-table.ts';

export interface SignalEvidence {
  readonly namespace: string;
  readonly name: string;
  readonly kind: string;
  readonly images: readonly string[];
  readonly served: readonly ServedPort[];
  readonly claims: boolean;
  /** And annotations, of which only words are kept that speak of data. */
  readonly labels: readonly (Labels | undefined)[];
}

/**
 * The signs on a workload itself (gdpr.md §4.4): image, names, served ports, labels of other vocabularies. Never values of
 * the environment, Secrets or ConfigMaps: what is kept of an object does not hold them. Strongest first.
 */
export function findSignals(evidence: SignalEvidence): readonly Signal[] {
  const found: Signal[] = [];
  for (const image of evidence.images) {
    for (const rule of imageRules(image)) found.push(signalOf(rule, 'image', shortImage(image)));
  }
  for (const [name, isNamespace] of [
    [evidence.name, false],
    [evidence.namespace, true],
  ] as const) {
    for (const { rule, word } of nameRules(name)) {
      found.push({ ...signalOf(rule, 'name', word), ...(isNamespace ? { ofNamespace: true } : {}) });
    }
  }
  if (evidence.served.some(({ port }) => TELLING_PORTS.has(port))) {
    for (const rule of PORT_RULES) {
      const served = evidence.served.find(({ port }) => rule.ports.includes(port));
      if (served !== undefined) found.push(signalOf(rule, 'port', String(served.port)));
    }
  }
  if (evidence.kind === 'StatefulSet' && evidence.claims) found.push(signalOf(CLAIM_RULE, 'image', evidence.name));
  const labelled = evidence.labels.filter((labels) => labels !== undefined);
  for (const rule of labelled.length === 0 ? [] : LABEL_RULES) {
    for (const key of rule.keys) {
      const value = labelValue(
        labelled.find((labels) => Object.hasOwn(labels, key)),
        key,
      );
      if (value !== undefined && rule.values.includes(value.toLowerCase())) {
        found.push(signalOf(rule, 'label', `${key}=${value}`));
      }
    }
  }
  if (found.length === 0) return found;
  return withoutRepeats(found).sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
}

/** Of all rules: most workloads serve none of them. */
const TELLING_PORTS: ReadonlySet<number> = new Set(PORT_RULES.flatMap(({ ports }) => ports));

export function signalOf({ id, gives, weight, reason }: SignalRule, kind: SignalKind, what: string): Signal {
  return { id, kind, gives, weight, reason, what };
}

/** Whether an image is one of a backup tool. */
export function isBackupImage(image: string): boolean {
  return BACKUP_WORDS.test(image) && BACKUP_RULE.words.some((word) => wordsOfImage(image).includes(word));
}

const BACKUP_WORDS = new RegExp(BACKUP_RULE.words.join('|'), 'i');

/** Why a workload needs no data of its own: every one of its images is on the curated list. */
export function noOwnDataRule(
  images: readonly string[],
): { readonly id: string; readonly reason: string; readonly image: string } | undefined {
  let first: { readonly id: string; readonly reason: string; readonly image: string } | undefined;
  for (const image of images) {
    const rule = infrastructureRule(image);
    if (rule === null) return undefined;
    first ??= { id: rule.id, reason: rule.reason, image: shortImage(image) };
  }
  return first;
}

/** The line of the curated list that an image is on. */
function infrastructureRule(image: string): NoOwnData | null {
  let rule = noOwnDataOf.get(image);
  if (rule === undefined) {
    const path = pathOf(image);
    const listed = NO_OWN_DATA.find((each) => each.images.some((end) => path === end || path.endsWith(`/${end}`)));
    rule = listed ?? (OPERATOR_RULE.image.test(path) ? OPERATOR_RULE : null);
    if (noOwnDataOf.size >= MOST_REMEMBERED) noOwnDataOf.clear();
    noOwnDataOf.set(image, rule);
  }
  return rule;
}

/** The rules that an image meets. Those of a side process are none of its own. */
export function imageRules(image: string): readonly ImageRule[] {
  let rules = rulesOfImage.get(image);
  if (rules === undefined) {
    const last = lastPart(image);
    const words = wordsOfImage(image);
    rules = SIDE_PROCESS.test(last)
      ? IMAGE_RULES.filter((rule) => rule.words.includes(last))
      : IMAGE_RULES.filter((rule) => rule.words.some((word) => word === last || words.includes(word)));
    if (rulesOfImage.size >= MOST_REMEMBERED) rulesOfImage.clear();
    rulesOfImage.set(image, rules);
  }
  return rules;
}

/** Pods repeat their images and namespaces their names: what was found is remembered, and forgotten as a whole. */
const MOST_REMEMBERED = 5_000;
const rulesOfImage = new Map<string, readonly ImageRule[]>();
type NoOwnData = Pick<InfrastructureRule, 'id' | 'reason'>;
const noOwnDataOf = new Map<string, NoOwnData | null>();

interface NameHit {
  readonly rule: SignalRule;
  readonly word: string;
}

function nameRules(name: string): readonly NameHit[] {
  let hits = hitsOfName.get(name);
  if (hits === undefined) {
    const words = name.toLowerCase().split(/[^a-z0-9]+/);
    const found: NameHit[] = [];
    for (const rule of NAME_RULES) {
      const word = words.find(
        (each) => RULE_OF_WORD.get(each) === rule || rule.stems?.some((stem) => each.startsWith(stem)) === true,
      );
      if (word !== undefined) found.push({ rule, word });
    }
    hits = found.length === 0 ? NO_HITS : found;
    if (hitsOfName.size >= MOST_REMEMBERED) hitsOfName.clear();
    hitsOfName.set(name, hits);
  }
  return hits;
}

const NO_HITS: readonly NameHit[] = [];
const hitsOfName = new Map<string, readonly NameHit[]>();
const RULE_OF_WORD: ReadonlyMap<string, SignalRule> = new Map(
  NAME_RULES.flatMap((rule) =>
    rule.words.flatMap((word) => [
      [word, rule],
      [pluralOf(word), rule],
    ]),
  ),
);

function pluralOf(word: string): string {
  return word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`;
}

/** `docker.io/bitnami/postgresql:16@sha256:…` → `docker.io/bitnami/postgresql`, in lower case. */
function pathOf(image: string): string {
  const path = (image.split('@')[0] ?? image).toLowerCase();
  const slash = path.lastIndexOf('/');
  const colon = path.indexOf(':', slash);
  return colon < 0 ? path : path.slice(0, colon);
}

function lastPart(image: string): string {
  return pathOf(image).split('/').at(-1) ?? image;
}

function wordsOfImage(image: string): readonly string[] {
  return lastPart(image).split(/[^a-z0-9]+/);
}

/** Without registry, digest and tag, at most two parts: `knadh/listmonk`. */
function shortImage(image: string): string {
  return pathOf(image).split('/').slice(-2).join('/');
}

function withoutRepeats(signals: readonly Signal[]): Signal[] {
  const byKey = new Map<string, Signal>();
  for (const signal of signals) {
    const key = `${signal.id} ${signal.what}`;
    if (!byKey.has(key)) byKey.set(key, signal);
  }
  return [...byKey.values()];
}
