import type {
  AboutServer,
  ClockOffset,
  Identity,
  IdentityRule,
  IdentityRules,
  ServerVersion,
  Told,
} from '#lib/kube/source-record.ts';
import * as text from '#lib/text/en/live.ts';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { isRecord } from './list-pages.ts';
import { MAX_NAMESPACES } from './readable-namespaces.ts';
import { type Rights, reviewRules, strings } from './review-rules.ts';

const SILENCE_MS = 5_000;
const AT_ONCE = 8;
/** Somebody with more is told of as having more. */
const MAX_RULES = 500;
const MAX_GROUPS = 100;
/** Where everything may be read everywhere, the rules of any namespace are those of all. */
const ANY_NAMESPACE = 'default';
/** `Date` has whole seconds, so that the truth lies half a second from their middle. */
const HALF_SECOND_MS = 500;

export const NOT_ASKED: AboutServer = {
  clusterId: { notTold: text.notAsked },
  version: { notTold: text.notAsked },
  authority: { notTold: text.notAsked },
  identity: { notTold: text.notAsked },
  rules: { notTold: text.notAsked },
  clock: { notTold: text.notAsked },
};

export interface AboutQuestions {
  readonly client: ApiClient;
  /** Of the connection. */
  readonly authority: () => Promise<Told<string>>;
  /** Namespaces that are read one by one; none where everything is read at once. */
  readonly namespaces: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Asks the server who it is and whom it sees in us. It needs no right beyond `system:basic-user` and to get the namespace
 * `kube-system`; what is refused is told as refused. Rejects only with the signal's reason.
 */
export async function askAbout({ client, authority, namespaces, signal }: AboutQuestions): Promise<AboutServer> {
  const told = async <Value>(ask: () => Promise<Value | undefined>): Promise<Told<Value>> => {
    try {
      const value = await ask();
      return value === undefined ? { notTold: text.notUnderstood } : { value };
    } catch (error) {
      signal.throwIfAborted();
      return { notTold: error instanceof ApiError && error.status > 0 ? String(error.status) : text.noAnswer };
    }
  };
  let clock: Told<ClockOffset> = { notTold: text.noAnswer };
  const askVersion = async (): Promise<ServerVersion | undefined> => {
    const sent = Date.now();
    const onAnswer = (date: string | undefined) => {
      clock = offsetOf(date, sent, Date.now());
    };
    return readVersion(await client.json({ path: '/version', signal, silenceMs: SILENCE_MS, onAnswer }));
  };
  const askCluster = async (): Promise<string | undefined> => {
    const body = await client.json({ path: '/api/v1/namespaces/kube-system', signal, silenceMs: SILENCE_MS });
    const uid = isRecord(body) && isRecord(body.metadata) ? body.metadata.uid : undefined;
    return typeof uid === 'string' ? uid : undefined;
  };
  const askIdentity = async (): Promise<Identity | undefined> =>
    readIdentity(
      await client.json({
        path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
        body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
        signal,
        silenceMs: SILENCE_MS,
      }),
    );
  const [clusterId, version, identity, rules] = await Promise.all([
    told(askCluster),
    told(askVersion),
    told(askIdentity),
    told(() => askRules(client, namespaces, signal)),
  ]);
  return { clusterId, version, authority: await authority(), identity, rules, clock };
}

/** @param date of the answer's head; `sent` and `received` in ms of this machine's clock. */
export function offsetOf(date: string | undefined, sent: number, received: number): Told<ClockOffset> {
  const server = Date.parse(date ?? '');
  if (Number.isNaN(server)) return { notTold: text.notUnderstood };
  const halfWay = (received - sent) / 2;
  return {
    value: {
      offsetMs: Math.round(server + HALF_SECOND_MS - (sent + halfWay)),
      withinMs: Math.ceil(HALF_SECOND_MS + halfWay),
    },
  };
}

function readVersion(body: unknown): ServerVersion | undefined {
  if (!isRecord(body) || typeof body.gitVersion !== 'string') return undefined;
  const { gitVersion, platform } = body;
  return { gitVersion, ...(typeof platform === 'string' ? { platform } : {}) };
}

/** A service account is named, for it is no person; of everybody else only the groups are told (gdpr.md §5.7). */
export function readIdentity(body: unknown): Identity | undefined {
  const status = isRecord(body) && isRecord(body.status) ? body.status : {};
  const user = isRecord(status.userInfo) ? status.userInfo : {};
  if (typeof user.username !== 'string') return undefined;
  const groups = [...strings(user.groups)].sort().slice(0, MAX_GROUPS);
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user.username) ?? [];
  if (namespace !== undefined && name !== undefined) return { kind: 'service-account', namespace, name, groups };
  return { kind: user.username === 'system:anonymous' ? 'anonymous' : 'user', groups };
}

async function askRules(
  client: ApiClient,
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<IdentityRules | undefined> {
  const wanted = namespaces.length === 0 ? [ANY_NAMESPACE] : namespaces.slice(0, MAX_NAMESPACES);
  const answers = new Map<string, Rights>();
  const open = [...wanted];
  const ask = async () => {
    for (let namespace = open.pop(); namespace !== undefined; namespace = open.pop()) {
      const rights = await reviewRules(client, namespace, signal);
      if (rights !== undefined) answers.set(namespace, rights);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  if (answers.size === 0) return undefined;
  const alike = Map.groupBy([...answers.keys()].sort(), (namespace) => {
    const { rules, incomplete } = answers.get(namespace) as Rights;
    return JSON.stringify([
      incomplete,
      rules
        .map(readRule)
        .map((rule) => JSON.stringify(rule))
        .sort(),
    ]);
  });
  const asked = [...alike].map(([same, ofNamespaces]) => {
    const [incomplete, rules] = JSON.parse(same) as [boolean, string[]];
    return {
      namespaces: ofNamespaces,
      rules: rules.slice(0, MAX_RULES).map((rule) => JSON.parse(rule) as IdentityRule),
      ...(rules.length > MAX_RULES ? { more: rules.length - MAX_RULES } : {}),
      ...(incomplete ? { incomplete: true as const } : {}),
    };
  });
  const more = namespaces.length - wanted.length;
  return { asked, ...(more > 0 ? { more } : {}) };
}

function readRule({ verbs, groups, resources, names }: Rights['rules'][number]): IdentityRule {
  return { verbs, apiGroups: groups, resources, ...(names.length > 0 ? { names: names.length } : {}) };
}
