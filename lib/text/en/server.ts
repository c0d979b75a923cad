/** What the server says: start-up, refusals, banners of a cluster. */

export const CURRENT_CONTEXT = 'current context';

export function badPort(port: string): string {
  return `--port ${port}: give a number from 0 to 65535.`;
}
export function badCluster(argument: string): string {
  return `--cluster ${argument}: write NAME=SOURCE, where SOURCE is a file, a folder, demo, in-cluster or context:NAME.`;
}
export function hostNeedsSignIn(host: string): string {
  return `--host ${host} lets others on the network ask with your rights. Give --token-file FILE, or accept it with --no-sign-in-i-accept.`;
}
export function fileCount(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}

export const NOT_SIGNED_IN = 'This Ringfence asks for its token.';
export const OTHER_SITE = 'The request came from another page.';
export const NO_ORIGIN = 'A request without Origin needs the token as bearer.';
export const NOT_JSON = 'The body is not JSON.';
export const BAD_ENCODING = 'The address holds a broken percent encoding.';
export const INTERNAL = 'Something went wrong inside Ringfence.';
export const STARTING = 'Ringfence is starting.';

export function hostNotAllowed(name: string): string {
  return `Ringfence does not answer to the name ${JSON.stringify(name.slice(0, 253))}. Start it with --allowed-host to allow that name.`;
}
export function contentType(wanted: string): string {
  return `The body must be ${wanted}.`;
}
export function badField(field: string, message: string): string {
  return field === '' ? message : `${field}: ${message}`;
}
export const FIELD_MISSING = 'is missing';
const TYPES: Readonly<Record<string, string>> = {
  ...{ number: 'a number', int: 'a whole number', string: 'text', boolean: 'true or false' },
  ...{ array: 'a list', object: 'an object', record: 'an object' },
};
export function wrongType(expected: string): string {
  return `must be ${TYPES[expected] ?? expected}`;
}
export function noneOf(values: readonly string[]): string {
  return `must be one of ${values.join(', ')}`;
}
/** Of what has a length, what is counted. */
const COUNTED: Readonly<Record<string, readonly [one: string, more: string]>> = {
  string: ['character', 'characters'],
  ...{ array: ['entry', 'entries'], set: ['entry', 'entries'], map: ['entry', 'entries'] },
};
function counted(number: string, of: string): string | undefined {
  const words = COUNTED[of];
  return words && `${number} ${words[number === '1' ? 0 : 1]}`;
}
/** `of`: `string`, `array`, or of a number `number` or `int`. */
/** @param isAllowed the bound itself is. */
export function tooSmall(least: string, of: string, isAllowed = true): string {
  const long = counted(least, of);
  if (long === undefined) return isAllowed ? `must be at least ${least}` : `must be more than ${least}`;
  return least === '1' ? 'must not be empty' : `must have at least ${long}`;
}
export function tooBig(most: string, of: string, isAllowed = true): string {
  const long = counted(most, of);
  if (long === undefined) return isAllowed ? `must be at most ${most}` : `must be less than ${most}`;
  return `must have at most ${long}`;
}
export function multipleOf(divisor: string): string {
  return `must be a multiple of ${divisor}`;
}
export function unknownFields(names: readonly string[]): string {
  return `has fields that are not known here: ${names.join(', ')}`;
}
const FORMS: Readonly<Record<string, string>> = {
  datetime: 'must be a time as 2026-11-26T10:00:00Z',
  date: 'must be a day as 2026-11-26',
};
/** `form`: as the schema calls it. */
export function wrongForm(form: string): string {
  return FORMS[form] ?? 'has a form that is not known here';
}
/** What fields may be, where a pattern says it. */
export const FIELD_FORMS = {
  hash: 'must be 64 hexadecimal digits',
  port: 'must be a protocol and a port as TCP/5432',
  labels: (most: number): string => `must have at most ${most} labels`,
} as const;
export function bodyTooLarge(bytes: number): string {
  return `The body is larger than ${Math.round(bytes / 2 ** 20)} MB.`;
}
export function noSuchRoute(path: string): string {
  return `Nothing answers at ${path.slice(0, 253)}.`;
}
export function noSuchCluster(id: string): string {
  return `There is no cluster called ${id}.`;
}
export function noSuchContext(name: string): string {
  return `The kubeconfig had no context called ${name} when Ringfence started.`;
}
export function notRemovable(name: string): string {
  return `${name} was given at start. Only clusters opened from the page can be removed.`;
}
export function revisionGone(seq: number, newest: number): string {
  return `Revision ${seq} is no longer kept. The newest is ${newest}.`;
}
export function stillReading(name: string): string {
  return `${name} is being read for the first time.`;
}
export const PROPOSALS_BUSY = 'Other proposals of this cluster are still being worked on.';
export const PREVIEWS_BUSY = 'Other changes of this DataMap are still being computed.';
export const SNAPSHOTS_BUSY = 'Other snapshots of this cluster are still being written.';
export const NOTHING_PROPOSED = 'The proposal changes nothing: give objects, deletions or labels.';

export function timedOut(seconds: number): string {
  return `No answer within ${seconds} s.`;
}
export const WORKER_LOST = 'The analysis stopped and is being started again.';
export const STDIN_READ_ONCE =
  'The analysis stopped, and standard input can be read only once. Start Ringfence again, best with a file.';
export const STDIN_TWICE = 'Standard input (-) can be given once only.';
export const UPLOAD_TOO_HUNGRY = 'The file needs more memory than a file opened from the page may take.';
export const UPLOADS_BUSY = 'Two files are being read already.';
export const CLIENT_GONE = 'The page stopped waiting.';
export const DEMO_LABEL = 'Demo data';
export const LIVE_LABEL = 'Live API';

export function emptyTokenFile(path: string): string {
  return `${path} holds no token in its first line.`;
}
export function noSuchPod(key: string): string {
  return `There is no pod ${key} in this revision.`;
}
export function noSuchWorkload(key: string): string {
  return `There is no workload ${key} in this revision.`;
}
export const noSuchCell = (from: string, to: string) => `This matrix has no cell from "${from}" to "${to}".`;
export const ONE_OTHER_END = 'Give one end that both are compared to: to, for two senders, or from, for two targets.';
export function noSuchWay(from: string, to: string): string {
  return `There is no such way between ${from} and ${to} in this revision.`;
}
export const COMPARISONS_BUSY = 'Two revisions are being compared already. Try again in a moment.';
export function noSuchNamespace(name: string): string {
  return `There is no namespace ${name} in this revision.`;
}
export function noSuchGap(id: string): string {
  return `There is no gap ${id} in this revision.`;
}
export function noSuchExample(name: string): string {
  return `The example ${name} is not there: this copy of Ringfence has no documents.`;
}
export function noSuchCheck(id: string): string {
  return `There is no check ${id} in this version.`;
}
export function mapTitle(cluster: string): string {
  return `Allowed connections in ${cluster}`;
}
export const NOTHING_ANALYSED = 'No cluster could be read.';
export const WRONG_TOKEN = 'That is not the token of this Ringfence.';
export const UNNAMED_FILE = 'file';

export function badHold(part: string): string {
  return `hold: ${JSON.stringify(part)} is not cluster:revision.`;
}
export const SIGN_IN = 'This Ringfence asks for its token. Open the link that it printed when it started.';
export function badPortQuery(written: string): string {
  return `${JSON.stringify(written)} is not a port. Write TCP/8443, 8443, or the name of a port.`;
}

export const PATCH_NOT_APPLICABLE =
  'A patch of the simulation changes nothing that is there. Check its kind, namespace and name.';
