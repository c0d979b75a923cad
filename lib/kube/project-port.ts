import { problems } from '#lib/text/en/reading.ts';
import type { Protocol } from './objects.ts';
import { FieldProblem, readOneOf } from './read-field.ts';

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
/** IANA service name, as Kubernetes checks port names. */
const PORT_NAME = /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;

export function readProtocol(value: unknown, path: string): Protocol | undefined {
  return readOneOf(value, path, PROTOCOLS);
}

export function readPortNumber(value: unknown, path: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 65535) {
    throw new FieldProblem(path, problems.portRange(value));
  }
  return value;
}

export function requirePortNumber(value: unknown, path: string): number {
  const port = readPortNumber(value, path);
  if (port === undefined) throw new FieldProblem(path, problems.missing);
  return port;
}

/** A number, or the name of a container's port. A number in quotes is neither. */
export function readPortOrName(value: unknown, path: string): number | string | undefined {
  if (typeof value !== 'string') return readPortNumber(value, path);
  if (!PORT_NAME.test(value)) throw new FieldProblem(path, problems.portName(value));
  return value;
}
