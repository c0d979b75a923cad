import { isRingfenceError } from '#lib/api/errors.ts';
import type { Protocol } from '#lib/kube/objects.ts';
import { PROBES } from '#lib/text/en/probes.ts';
import { type Answer, type AskOptions, ask } from './ask.ts';
import { because } from './because.ts';
import { parseEndpoint } from './endpoints.ts';
import type { PolicyModel } from './model.ts';

/** A question as `probe` reads it; any field may be wrong, and then the answer says so. */
export type ProbeQuestion = Readonly<Record<string, unknown>>;
/** The question's own fields, then the answer: docs/schemas/probe-answer.schema.json. */
export type ProbeAnswer = Readonly<Record<string, unknown>>;

const ECHOED = ['from', 'to', 'protocol', 'port', 'expect', 'id'] as const;
const EXPECTATIONS: readonly unknown[] = ['allow', 'deny', 'depends'];
const PROTOCOLS: readonly unknown[] = ['TCP', 'UDP', 'SCTP'];

/** Answers one question of `probe`; what is wrong with it is an answer too (`verdict: error`), never thrown. */
export function answerProbe(model: PolicyModel, question: unknown, options: AskOptions = {}): ProbeAnswer {
  if (typeof question !== 'object' || question === null || Array.isArray(question)) {
    return { verdict: 'error', message: PROBES.notAnObject };
  }
  const record = question as ProbeQuestion;
  const echo: Record<string, unknown> = {};
  for (const field of ECHOED) if (Object.hasOwn(record, field)) echo[field] = record[field];
  try {
    const { from, to, expect } = record;
    if (typeof from !== 'string' || typeof to !== 'string') throw new ProbeProblem(PROBES.endsMissing);
    if (expect !== undefined && !EXPECTATIONS.includes(expect)) throw new ProbeProblem(PROBES.badExpectation);
    const answer = ask(model, { from: parseEndpoint(from), to: parseEndpoint(to), ...portOf(record) }, options);
    const pass = expect === undefined ? {} : { pass: answer.verdict === expect };
    return { ...echo, ...answerFields(model, answer, pass) };
  } catch (error) {
    if (!isRingfenceError(error) && !(error instanceof ProbeProblem)) throw error;
    const failed = record.expect === undefined ? {} : { pass: false };
    return { ...echo, verdict: 'error', message: error.message, ...failed };
  }
}

class ProbeProblem extends Error {}

function answerFields(model: PolicyModel, answer: Answer, pass: object): ProbeAnswer {
  if (answer.type === 'relation') {
    const { allow, some, depends, reasons } = answer;
    return { allow, ...(some === undefined ? {} : { some }), depends, reasons, ...pass };
  }
  const { verdict, reasons, parts } = answer;
  return {
    verdict,
    ...pass,
    ...(reasons.length === 0 ? {} : { reasons }),
    ...(parts === undefined ? {} : { parts }),
    because: because(model, answer),
  };
}

/** `port: 5432` with `protocol`, or both in one as `TCP/5432`. Protocols without case, as in `parsePort`. */
function portOf(record: ProbeQuestion): { readonly protocol?: Protocol; readonly port?: number | string } {
  const { port } = record;
  const protocol = typeof record.protocol === 'string' ? record.protocol.toUpperCase() : record.protocol;
  if (protocol !== undefined && !PROTOCOLS.includes(protocol)) throw new ProbeProblem(PROBES.badProtocol);
  if (port === undefined) return protocol === undefined ? {} : { protocol: protocol as Protocol };
  if (typeof port === 'string') {
    const parsed = parsePort(port);
    if (parsed === undefined) throw new ProbeProblem(PROBES.badPort);
    if (protocol !== undefined && parsed.protocol !== undefined && parsed.protocol !== protocol) {
      throw new ProbeProblem(PROBES.twoProtocols);
    }
    return { protocol: (protocol as Protocol | undefined) ?? parsed.protocol ?? 'TCP', port: parsed.port };
  }
  if (!isPortNumber(port)) throw new ProbeProblem(PROBES.badPort);
  return { protocol: (protocol as Protocol | undefined) ?? 'TCP', port };
}

/**
 * `TCP/8080`, `8080`, `UDP/dns`, `http`; and `TCP` alone, which asks for the relation of that protocol. Undefined where
 * it is none of these. Protocols without case.
 */
export function parsePort(text: string): { readonly protocol?: Protocol; readonly port?: number | string } | undefined {
  const slash = text.indexOf('/');
  const head = (slash < 0 ? text : text.slice(0, slash)).toUpperCase();
  const isProtocol = PROTOCOLS.includes(head);
  if (slash < 0 && isProtocol) return { protocol: head as Protocol };
  if (slash >= 0 && !isProtocol) return undefined;
  const rest = slash < 0 ? text : text.slice(slash + 1);
  const protocol = slash < 0 ? {} : { protocol: head as Protocol };
  if (/^\d+$/.test(rest)) return isPortNumber(Number(rest)) ? { ...protocol, port: Number(rest) } : undefined;
  // A port name: IANA_SVC_NAME, as the API allows it.
  return /^[a-z0-9-]{1,63}$/i.test(rest) ? { ...protocol, port: rest } : undefined;
}

function isPortNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535;
}
