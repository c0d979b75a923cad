import { problems, readingNotes } from '#lib/text/en/reading.ts';
import type {
  AdminPolicyPort,
  ClusterPolicyPeer,
  ClusterPolicyProtocol,
  ClusterPolicyRule,
  DestinationPort,
} from './objects.ts';
import { readPortOrName, readProtocol, requirePortNumber } from './project-port.ts';
import {
  FieldProblem,
  type RawObject,
  readList,
  readObject,
  requireObject,
  requireText,
  withoutUndefined,
} from './read-field.ts';
import { refuseUnknownFields } from './read-policy-field.ts';
import type { ReadingContext } from './reading-context.ts';

/** Rows A12 to A14, C7 to C9. Absent: everything. */
export function projectPorts(
  value: unknown,
  path: string,
  peers: readonly ClusterPolicyPeer[],
  { portsField, limit }: { readonly portsField: 'protocols' | 'ports'; readonly limit: number },
  context: ReadingContext,
): Pick<ClusterPolicyRule, 'protocols' | 'ports'> {
  const list = readList(value, path);
  if (list === undefined) return {};
  if (list.length === 0) throw new FieldProblem(path, problems.missing);
  noteLimit(list, path, limit, context);
  const hasNoNames = peers.some(({ networks, nodes, domainNames }) => networks ?? nodes ?? domainNames);
  const refuseName = (name: string | undefined, at: string): void => {
    if (name !== undefined && hasNoNames) throw new FieldProblem(at, problems.namedPortNeedsPods);
  };
  if (portsField === 'protocols') {
    const protocols = list.map((item, index) => readProtocolEntry(item, `${path}[${index}]`));
    for (const { destinationNamedPort } of protocols) refuseName(destinationNamedPort, path);
    return { protocols };
  }
  const ports = list.map((item, index) => readAdminPort(item, `${path}[${index}]`));
  for (const { namedPort } of ports) refuseName(namedPort, path);
  return { ports };
}

const PROTOCOL_FIELDS = ['tcp', 'udp', 'sctp', 'destinationNamedPort'] as const;
const ADMIN_PORT_FIELDS = ['portNumber', 'portRange', 'namedPort'] as const;

function readProtocolEntry(value: unknown, path: string): ClusterPolicyProtocol {
  const entry = requireOneField(value, path, PROTOCOL_FIELDS);
  return withoutUndefined<ClusterPolicyProtocol>({
    tcp: readDestination(entry.tcp, `${path}.tcp`),
    udp: readDestination(entry.udp, `${path}.udp`),
    sctp: readDestination(entry.sctp, `${path}.sctp`),
    destinationNamedPort: readPortName(entry.destinationNamedPort, `${path}.destinationNamedPort`),
  });
}

function readDestination(value: unknown, path: string): DestinationPort | undefined {
  const protocol = readObject(value, path);
  if (protocol === undefined) return undefined;
  refuseUnknownFields(protocol, new Set(['destinationPort']), path);
  if (protocol.destinationPort === undefined || protocol.destinationPort === null) return {}; // row C8
  const at = `${path}.destinationPort`;
  const port = requireOneField(protocol.destinationPort, at, ['number', 'range'] as const);
  if (port.number !== undefined && port.number !== null) {
    return { destinationPort: { number: requirePortNumber(port.number, `${at}.number`) } };
  }
  const range = requireObject(port.range, `${at}.range`);
  refuseUnknownFields(range, new Set(['start', 'end']), `${at}.range`);
  return { destinationPort: { range: readRange(range, `${at}.range`) } };
}

function readAdminPort(value: unknown, path: string): AdminPolicyPort {
  const entry = requireOneField(value, path, ADMIN_PORT_FIELDS);
  const number = readObject(entry.portNumber, `${path}.portNumber`);
  if (number !== undefined) {
    refuseUnknownFields(number, new Set(['protocol', 'port']), `${path}.portNumber`);
    const protocol = readProtocol(number.protocol, `${path}.portNumber.protocol`);
    const port = requirePortNumber(number.port, `${path}.portNumber.port`);
    return { portNumber: withoutUndefined({ protocol, port }) };
  }
  const range = readObject(entry.portRange, `${path}.portRange`);
  if (range !== undefined) {
    refuseUnknownFields(range, new Set(['protocol', 'start', 'end']), `${path}.portRange`);
    const protocol = readProtocol(range.protocol, `${path}.portRange.protocol`);
    return { portRange: withoutUndefined({ protocol, ...readRange(range, `${path}.portRange`) }) };
  }
  return { namedPort: readPortName(entry.namedPort, `${path}.namedPort`) ?? '' };
}

function readRange(range: RawObject, path: string): { readonly start: number; readonly end: number } {
  const start = requirePortNumber(range.start, `${path}.start`);
  const end = requirePortNumber(range.end, `${path}.end`);
  if (end < start) throw new FieldProblem(`${path}.end`, problems.endPortBelowPort(end, start));
  return { start, end };
}

function readPortName(value: unknown, path: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  requireText(value, path);
  return readPortOrName(value, path) as string;
}

/** An object with exactly one of these fields, and no other. */
function requireOneField<Field extends string>(
  value: unknown,
  path: string,
  fields: readonly Field[],
): Readonly<Record<Field, unknown>> {
  const object = requireObject(value, path);
  refuseUnknownFields(object, new Set(fields), path);
  const written = fields.filter((field) => object[field] !== undefined && object[field] !== null);
  if (written.length !== 1) throw new FieldProblem(path, problems.exactlyOne(fields));
  return object as Readonly<Record<Field, unknown>>;
}

/** The API server refuses such a list; it is read all the same, because an older definition had a higher limit. */
export function noteLimit(
  list: readonly unknown[],
  path: string,
  limit: number,
  { object, notes }: ReadingContext,
): void {
  if (list.length <= limit) return;
  notes.push({ code: 'over-limit', message: readingNotes.overLimit(object, path, list.length, limit), object });
}
