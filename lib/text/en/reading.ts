/** Sentences about input: what could not be read, what was assumed, what was left out. */

/** Why a file cannot be read, within a sentence that names it. */
export const NO_SUCH_FILE = 'there is no such file';

/** How a value that has the wrong type is called. Never repeats long or structured values. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return `the text ${JSON.stringify(shorten(value))}`;
    case 'boolean':
      return `the boolean ${value}`;
    case 'number':
    case 'bigint':
      return `the number ${value}`;
    case 'undefined':
      return 'nothing';
    default:
      return 'an object';
  }
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

export const problems = {
  missing: 'is missing',
  mustBeText: (value: unknown) => `must be text, but is ${describeValue(value)}`,
  labelMustBeText: (value: unknown) =>
    typeof value === 'boolean' || typeof value === 'number'
      ? `must be text, but is ${describeValue(value)}; put it in quotes, because YAML reads an unquoted yes, no, on, off, true, false or number as a boolean or a number`
      : `must be text, but is ${describeValue(value)}`,
  mustBeBoolean: (value: unknown) => `must be true or false, but is ${describeValue(value)}`,
  mustBeWhole: (value: unknown) => `must be a whole number, but is ${describeValue(value)}`,
  mustBeList: (value: unknown) => `must be a list, but is ${describeValue(value)}`,
  mustBeObject: (value: unknown) => `must be an object, but is ${describeValue(value)}`,
  mustBeOneOf: (value: unknown, choices: readonly string[]) =>
    `must be one of ${choices.join(', ')}, but is ${describeValue(value)}`,
  portRange: (value: unknown) => `must be a port from 1 to 65535, but is ${describeValue(value)}`,
  portName: (value: string) =>
    /^[0-9]+$/.test(value)
      ? `is the text ${JSON.stringify(shorten(value))}; write a port number without quotes`
      : `must be a port number, or a port name of at most 15 lower-case letters, digits and hyphens, but is ${describeValue(value)}`,
  endPortNeedsPort: 'needs a numeric port beside it',
  endPortBelowPort: (endPort: number, port: number) => `is ${endPort}, which is below port ${port}`,
  address: (value: unknown) => `must be an IP address, but is ${describeValue(value)}`,
  block: (value: unknown) => `must be an address block such as 10.0.0.0/8, but is ${describeValue(value)}`,
  mappedBlock: (value: unknown) =>
    `is ${describeValue(value)}, an IPv4 address written as IPv6; network plugins read it differently, so write it as IPv4`,
  operatorNeedsValues: (operator: string) => `must hold at least one value for the operator ${operator}`,
  operatorTakesNoValues: (operator: string) => `must be empty for the operator ${operator}`,
  blockWithSelector: 'stands beside a selector; an ipBlock must stand alone',
  unknownField: 'is not a field that policies of this kind have, so what was meant is not known',
  range: (value: number, first: number, last: number) => `must be from ${first} to ${last}, but is ${value}`,
  exactlyOne: (fields: readonly string[]) => `must have exactly one of ${fields.join(', ')}`,
  domainName: (value: string) => `must be a domain name such as *.example.com, but is ${describeValue(value)}`,
  namesNeedAllow: 'domain names are possible in rules that allow only',
  namedPortNeedsPods: 'names a port beside networks, nodes or domain names, which have no named ports',
  brokenText: 'holds half a character (a lone surrogate)',
  kubeconfig: (file: string) =>
    `${file} is a kubeconfig. It holds credentials and no cluster objects, so it was not read. Leave it out; on the command line, --kubeconfig reads the cluster that it names.`,
};

export const readingNotes = {
  defaultNamespace: (object: string) => `${object} names no namespace; read as namespace default.`,
  duplicateObject: (object: string) => `${object} stands in the input more than once; the last one counts.`,
  duplicateKey: (key: string) =>
    `The key ${JSON.stringify(shorten(key))} stands twice in one object; the last one counts.`,
  notKubernetes: 'Not a Kubernetes object (no apiVersion and kind); left out.',
  helmTemplate: 'A Helm template, not a manifest; left out. Render it first with helm template.',
  skippedKind: (kind: string, count: number) => `${kind}: ${count} not needed for the answer; left out.`,
  secretsSkipped: (kind: string, count: number) => `${kind}: ${count} left out unread, by design.`,
  linkOutside: (path: string) => `${path} is a symbolic link out of the folder; not followed.`,
  linkLoop: (path: string) => `${path} leads back to a folder that is already read; not followed.`,
  linkBroken: (path: string) => `${path} is a symbolic link to nothing; not followed.`,
  specialFile: (path: string) => `${path} is not an ordinary file; not read.`,
  archiveLink: (path: string) => `${path} is a link or a special file inside the archive; not read.`,
  archiveTraversal: (path: string) => `${path} points out of the archive; not read.`,
  peerMatchesNothing: (object: string, path: string) =>
    `${object}: ${path} names no pods, namespaces or addresses, so it matches nothing.`,
  hostBitsMasked: (object: string, path: string, written: string, network: string) =>
    `${object}: ${path} is ${JSON.stringify(shorten(written))}; read as ${network}.`,
  leadingZero: (object: string, path: string, written: string, plain: string) =>
    `${object}: ${path} is ${JSON.stringify(shorten(written))}; read as ${plain}, as Kubernetes does. Network plugins may read a number that begins with 0 otherwise, or not at all.`,
  sourceRangeUnread: (object: string, path: string, written: string) =>
    `${object}: ${path} is ${JSON.stringify(shorten(written))}, which is no address block; it may mean any client.`,
  exceptOutsideCidr: (object: string, path: string) =>
    `${object}: ${path} does not lie inside its cidr; subtracted all the same.`,
  failsClosed: (object: string, peer: string, rule: string, allows: boolean) =>
    `${object}: ${peer} has no field that is known here, so ${rule} fails closed: it ${allows ? 'allows nothing' : 'denies everything'}.`,
  overLimit: (object: string, path: string, count: number, limit: number) =>
    `${object}: ${path} has ${count} entries; current API servers take ${limit} at most. All of them were read.`,
  more: (count: number) => `… and ${count} more of this kind.`,
};

export const readingFailures = {
  noSuchFile: (path: string) => `There is no file or folder ${path}.`,
  cannotOpen: (path: string) => `${path} cannot be opened.`,
  notReadable: (path: string) => `${path} is neither a file nor a folder.`,
  emptyFolder: (path: string) => `${path} holds no .yaml, .yml or .json file.`,
  nothingKubernetes: (paths: string) => `There is no Kubernetes object in ${paths}.`,
  moreReasons: (count: number) => `… and ${count} more.`,
  binary: 'The file is binary, not YAML or JSON.',
  notUtf8: 'The text is not UTF-8.',
  emptyArchive: (path: string) => `${path} holds no .yaml, .yml or .json file.`,
  yamlTooLarge: (path: string, megabytes: number) =>
    `${path} is larger than ${megabytes} MB, the limit for YAML. Write it with kubectl get … -o json instead.`,
  jsonTooLarge: (path: string, megabytes: number) => `${path} is larger than ${megabytes} MB, the limit for JSON.`,
  objectTooLarge: (megabytes: number) => `One object is larger than ${megabytes} MB.`,
  archiveTooLarge: (path: string, megabytes: number) => `${path} unpacks to more than ${megabytes} MB.`,
  archiveTooManyEntries: (path: string, entries: number) => `${path} holds more than ${entries} entries.`,
  archiveRatio: (path: string, ratio: number) => `${path} unpacks to more than ${ratio} times its size.`,
  archiveBroken: (path: string) => `${path} is not a readable archive.`,
  tooDeep: (levels: number) => `Nested deeper than ${levels} levels.`,
  tooManyAliases: (count: number) => `More than ${count} YAML aliases in one document.`,
  unresolvedAlias: 'A YAML alias has no anchor before it.',
  endsInTheMiddle: 'The file ends in the middle of a document.',
  notJson: 'Not valid JSON.',
  notYaml: (hint: string) => `Not valid YAML: ${hint}.`,
  strict: (first: string, count: number) =>
    count === 1 ? `With --strict: ${first}` : `With --strict: ${first} (and ${count - 1} more)`,
  noEvidence: (path: string) => `${path} holds no evidence of a Ringfence snapshot.`,
  badCapture: (path: string, field: string) => `${path} is a capture whose ${field} cannot be read.`,
  newerCapture: (path: string) => `${path} was written by a newer version of Ringfence.`,
  noDemo: 'The manifests of the demo are missing from this installation.',
  stdinTwice: 'Standard input can be read once only.',
};

const YAML_HINTS: Readonly<Record<string, string>> = {
  ALIAS_PROPS: 'an alias carries a tag or an anchor',
  BAD_ALIAS: 'an anchor or alias is not well written',
  BAD_DIRECTIVE: 'a directive is not well written',
  BAD_DQ_ESCAPE: 'an escape in double quotes is not known',
  BAD_INDENT: 'the indentation does not fit',
  BAD_PROP_ORDER: 'an anchor or tag stands in the wrong place',
  BAD_SCALAR_START: 'a plain value begins with a reserved character',
  BLOCK_AS_IMPLICIT_KEY: 'a block stands where a key should be',
  BLOCK_IN_FLOW: 'a block stands inside brackets',
  IMPOSSIBLE: 'its structure cannot be understood',
  MISSING_CHAR: 'a character is missing, such as a colon, a quote or a bracket',
  MULTILINE_IMPLICIT_KEY: 'a key spans several lines',
  TAB_AS_INDENT: 'a tab is used for indentation',
  TAG_RESOLVE_FAILED: 'a tag cannot be read',
  UNEXPECTED_TOKEN: 'a character stands where it does not belong',
};

/** Words for an error code of the YAML parser. The parser's own message may quote values, so it is never shown. */
export function yamlHint(code: string): string {
  return Object.hasOwn(YAML_HINTS, code) ? (YAML_HINTS[code] as string) : 'its structure cannot be understood';
}
