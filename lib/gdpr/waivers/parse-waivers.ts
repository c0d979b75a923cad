import { isMap, isNode, isScalar, LineCounter, type Pair, parseAllDocuments, type YAMLMap } from 'yaml';
import { WAIVERS } from '#lib/text/en/waivers.ts';
import type { Waiver, WaiverMatch } from './types.ts';
import { waiverProblems } from './waiver-problems.ts';

/** A mistake in a waiver file. Lines count from 1. */
export interface WaiverFileProblem {
  readonly line: number;
  readonly message: string;
}

export interface ParsedWaivers {
  /** By id; empty as soon as there is one problem: a half-read file would waive what it should not, or report what it should. */
  readonly waivers: readonly Waiver[];
  /** In the order of the file. */
  readonly problems: readonly WaiverFileProblem[];
}

const TEXT_KEYS = ['id', 'check', 'justification', 'riskOwner', 'approvedBy', 'approvedAt', 'expiresAt'] as const;
const OTHER_KEYS = ['match', 'reference', 'compensating', 'peers'] as const;
const KEYS: readonly string[] = [...TEXT_KEYS, ...OTHER_KEYS];
const MAX_ALIASES = 100;

/**
 * A waiver file (gdpr.md §2.4), read strictly: an unknown key, a missing one, a value of another type or anything else
 * that cannot be meant is a problem with its line; nothing is ignored. An empty text is a file without waivers.
 * @param today see `waiverProblems`.
 */
export function parseWaivers(text: string, today?: string): ParsedWaivers {
  const reader = new Reader(text, today);
  const waivers = reader.read();
  const problems = reader.problems.toSorted((a, b) => a.line - b.line);
  return { waivers: problems.length > 0 ? [] : waivers.toSorted((a, b) => (a.id < b.id ? -1 : 1)), problems };
}

class Reader {
  readonly problems: WaiverFileProblem[] = [];
  readonly #text: string;
  readonly #today: string | undefined;
  readonly #lines = new LineCounter();

  constructor(text: string, today: string | undefined) {
    this.#text = text;
    this.#today = today;
  }

  read(): readonly Waiver[] {
    const documents = parseAllDocuments(this.#text, {
      version: '1.2',
      schema: 'core',
      prettyErrors: false,
      logLevel: 'silent',
      lineCounter: this.#lines,
    });
    if (!Array.isArray(documents) || documents.length === 0) return [];
    const [document, second] = documents;
    for (const { errors } of documents) {
      for (const { code, pos } of errors) {
        this.#problem(pos[0], code === 'DUPLICATE_KEY' ? WAIVERS.duplicateKey : WAIVERS.notYaml);
      }
    }
    if (second !== undefined) this.#problem(second.range[0], WAIVERS.oneDocument);
    if (this.problems.length > 0 || document === undefined || document.contents === null) return [];
    const root = document.contents;
    if (!isMap(root)) return this.#none(root, WAIVERS.notAFile);
    for (const pair of root.items) {
      if (keyOf(pair) !== 'waivers') this.#problem(pair.key, WAIVERS.unknownKey(keyOf(pair)));
    }
    const list = root.get('waivers', true) as unknown;
    const items =
      list !== null && typeof list === 'object' && 'items' in list ? (list.items as readonly unknown[]) : [];
    let values: unknown;
    try {
      values = document.toJS({ maxAliasCount: MAX_ALIASES });
    } catch {
      return this.#none(root, WAIVERS.tooManyAliases);
    }
    const { waivers = undefined } = values as { readonly waivers?: unknown };
    if (!Array.isArray(waivers)) return this.#none(root, WAIVERS.notAFile);
    const found = waivers.flatMap((value: unknown, index) => this.#waiver(value, items[index]) ?? []);
    this.#tellDuplicates(found);
    return found;
  }

  #waiver(value: unknown, node: unknown): Waiver | undefined {
    const map = isMap(node) ? node : undefined;
    if (!isRecord(value) || map === undefined) {
      this.#problem(node, WAIVERS.notAWaiver);
      return undefined;
    }
    const before = this.problems.length;
    for (const pair of map.items) {
      if (!KEYS.includes(keyOf(pair))) this.#problem(pair.key, WAIVERS.unknownKey(keyOf(pair)));
    }
    for (const key of TEXT_KEYS) {
      if (value[key] === undefined || value[key] === null)
        this.#problem(keyNode(map, key) ?? map, WAIVERS.missing(key));
      else if (typeof value[key] !== 'string') this.#problem(keyNode(map, key), WAIVERS.notText(key));
    }
    if (value.reference !== undefined && typeof value.reference !== 'string')
      this.#problem(keyNode(map, 'reference'), WAIVERS.notText('reference'));
    for (const key of ['compensating', 'peers'] as const) {
      if (value[key] !== undefined && !isTexts(value[key])) this.#problem(keyNode(map, key), WAIVERS.notTexts(key));
    }
    const match = this.#match(value.match, map);
    if (match === undefined || this.problems.length > before) return undefined;
    const texts = value as Record<(typeof TEXT_KEYS)[number], string>;
    const { id, check, justification, riskOwner, approvedBy, approvedAt, expiresAt } = texts;
    const waiver: Waiver = {
      ...{ id, check, match, justification, riskOwner, approvedBy, approvedAt, expiresAt },
      ...(typeof value.reference === 'string' ? { reference: value.reference } : {}),
      compensating: isTexts(value.compensating) ? value.compensating : [],
      ...(isTexts(value.peers) ? { peers: value.peers.toSorted() } : {}),
      origin: { from: 'file', line: this.#lineOf(map) },
    };
    for (const { field, message } of waiverProblems(waiver, this.#today)) {
      this.#problem(keyNode(map, field), message);
    }
    return waiver;
  }

  #match(value: unknown, map: YAMLMap): WaiverMatch | undefined {
    const wrong = (message: string, node: unknown = keyNode(map, 'match') ?? map) => {
      this.#problem(node, message);
      return undefined;
    };
    if (value === undefined) return wrong(WAIVERS.missing('match'));
    if (!isRecord(value)) return wrong(WAIVERS.noMatch);
    const node = map.get('match', true) as unknown;
    for (const key of Object.keys(value)) {
      if (!['fingerprint', 'subject', 'peer'].includes(key)) {
        return wrong(WAIVERS.unknownKey(key), isMap(node) ? keyNode(node, key) : undefined);
      }
      if (typeof value[key] !== 'string')
        return wrong(WAIVERS.notText(key), isMap(node) ? keyNode(node, key) : undefined);
    }
    const { fingerprint, subject, peer } = value as Readonly<Record<string, string>>;
    if (fingerprint !== undefined) {
      if (subject !== undefined || peer !== undefined) return wrong(WAIVERS.bothMatches);
      return { fingerprint: fingerprint.toLowerCase() };
    }
    if (subject === undefined) return wrong(WAIVERS.noMatch);
    return peer === undefined ? { subject } : { subject, peer };
  }

  #tellDuplicates(waivers: readonly Waiver[]): void {
    const lines = new Map<string, number>();
    for (const { id, origin } of waivers) {
      const line = origin.from === 'file' ? origin.line : 1;
      const first = lines.get(id);
      if (first === undefined) lines.set(id, line);
      else this.problems.push({ line, message: WAIVERS.duplicateId(id, first) });
    }
  }

  #none(node: unknown, message: string): readonly Waiver[] {
    this.#problem(node, message);
    return [];
  }

  #problem(at: unknown, message: string): void {
    const line = typeof at === 'number' ? this.#lineAt(at) : this.#lineOf(at);
    this.problems.push({ line, message });
  }

  #lineOf(node: unknown): number {
    return isNode(node) && node.range ? this.#lineAt(node.range[0]) : 1;
  }

  #lineAt(offset: number): number {
    return Math.max(1, this.#lines.linePos(offset).line);
  }
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : String(key);
}

/** Where a key stands: its line is where a reader looks. */
function keyNode(map: YAMLMap, key: string): unknown {
  return map.items.find((pair) => keyOf(pair) === key)?.key;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string' && each.trim() !== '');
}
