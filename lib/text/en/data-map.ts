/** What is wrong in a DataMap file, and what to write instead. Each sentence follows "line 12: workloads[0].dataClass". */

export const DATA_MAP = {
  notYaml: (message: string): string => `cannot be read as YAML: ${message}`,
  duplicateKey: (key: string): string => `the key ${quoted(key)} is written twice; keep one of them`,
  secondDocument: 'a DataMap is one document; a second one begins here. Put everything into the first.',
  empty: 'the file is empty; begin with "apiVersion: ringfence.dev/v1alpha1" and "kind: DataMap"',
  tooLarge: (megabytes: number): string => `the file is larger than ${megabytes} MB, which is no file for people`,
  alias: 'YAML anchors and aliases are not read here; write the value out',
  unknownKey: (key: string, known: readonly string[], nearest: string | undefined): string =>
    nearest === undefined
      ? `${quoted(key)} is no key here; known are ${known.join(', ')}`
      : `${quoted(key)} is no key here; did you mean ${nearest}?`,
  keyIsNoText: 'a key here must be text',
  missing: (key: string): string => `${key} is missing`,
  wrong: (key: string, expected: string): string => `must be "${key}: ${expected}"`,
  expected: (what: string, found: string): string => `is ${found}; write ${what}`,
  what: {
    map: 'a map of keys and values',
    list: 'a list, each item behind a dash or all in [ ]',
    text: 'text',
    textOfScalar: (written: string): string => `text, in quotes: "${written}"`,
    boolean: 'true or false',
    count: 'a whole number, 0 or more',
    date: 'a date as 2026-03-01',
    port: '443/TCP: a number from 1 to 65535, and TCP, UDP or SCTP',
    workload: 'a workload as namespace/Kind/name; * stands for any part of a name',
    source: 'a workload as namespace/Kind/name, or internet',
    target: 'a workload as namespace/Kind/name, or recipient:ID',
    cidr: 'an address block as 203.0.113.0/24 or 2001:db8::/32',
    fqdn: 'a domain name as api.example.com or *.example.com',
    labelKey: 'the key of a label as company.example/data-class',
    basis: 'none-needed, adequacy, scc, bcr, dpf, or derogation:49.1.b',
    transfer: 'a map with the key basis, or dpf: { certified: a date }',
  },
  found: {
    nothing: 'empty',
    map: 'a map',
    list: 'a list',
    scalar: (written: string): string => quoted(written),
  },
  hostBits: (cidr: string, network: string): string =>
    `${quoted(cidr)} has bits set behind its length; write "${network}"`,
  emptyText: 'is empty; write a value or leave the key out',
  emptyList: 'is an empty list; write a value or leave the key out',
  notOneOf: (found: string, known: readonly string[], nearest: string | undefined): string =>
    `${quoted(found)} is not known; write one of ${known.join(', ')}${nearest === undefined ? '' : `. Did you mean ${nearest}?`}`,
  unknownClass: '"unknown" cannot be declared; leave dataClass out',
  unknownCountry: (found: string, meant: string | undefined): string =>
    `${quoted(found)} is no country; write the two letters of ISO 3166-1${meant === undefined ? ', as DE or IE' : `: ${meant}`}`,
  noSuchDay: (found: string): string => `${quoted(found)} is no day of the calendar`,
  duplicateId: (id: string, line: number): string =>
    `the id ${quoted(id)} is taken by the entry in line ${line}; give this one an id of its own`,
  badId: (id: string): string => `${quoted(id)} is no id; use letters, digits, dashes, dots and underscores`,
  unknownRecipient: (id: string, nearest: string | undefined): string =>
    `recipient ${quoted(id)} is not declared${nearest === undefined ? '; add it under recipients' : `; did you mean ${quoted(nearest)}?`}`,
  unknownController: (id: string, nearest: string | undefined): string =>
    `controller ${quoted(id)} is not declared${nearest === undefined ? '; add it under controllers' : `; did you mean ${quoted(nearest)}?`}`,
  matchesEverything: 'names no namespace, kind or name, so it would mean every workload; name at least one',
  needsBecause: (what: string): string => `${what} needs "because:" with the reason`,
  nothingSaid: 'says nothing of the workloads that it matches; add dataClass or another key, or take the entry out',
  noTarget: 'names neither fqdns nor cidrs nor is of kind own, so no connection can be told to go there',
  aliasOfOurs: (key: string): string => `${quoted(key)} is read anyway; take it out of the aliases`,

  /** Of the file against a cluster. */
  matchesNothing: 'matches no workload of this cluster',
  lowersWithout: (workload: string, declared: string, higher: string, source: string): string =>
    `says ${declared} for ${workload}, but ${source} says ${higher}; the higher one stays in force. Add "because:" with the reason, or correct the other.`,
  /** "datamap.yaml, line 12: workloads[0].dataClass …" */
  message: (file: string, { line, path, message }: ProblemWords): string =>
    `${file}, line ${line}: ${path === '' ? '' : `${path} `}${message}`,
  unusable: (file: string, problems: number): string =>
    `${file}: ${problems === 1 ? '1 problem' : `${problems} problems`}; nothing was computed with it.`,
  /** How a DataMap that the server keeps is called. */
  kept: 'DataMap',
  unusableKept: (problems: string): string =>
    `The DataMap that was kept cannot be used, so nothing in it counts: ${problems}`,
  givenAtStart: (file: string): string =>
    `The DataMap is ${file}, given at start. Change that file and start again; nothing is kept here.`,
  seenMissing: 'say with the hash of the DataMap which one was seen; null: none',
  changedMeanwhile: (by: string | undefined): string =>
    `${by ?? 'Somebody'} kept another DataMap since this one was read. Nothing was written over it, and no change of yours is lost.`,
  keptBy: (who: string, when: string): string => `${who} (${when.slice(0, 16).replace('T', ' ')})`,
  /** Who keeps a DataMap where nobody says so and the system has no name for the account. */
  namelessAccount: 'whoever runs the server',
  ofSnapshot: 'DataMap of the snapshot',
  cannotOpen: (file: string): string => `${file} cannot be read`,
};

/** "confirmed: image knadh/listmonk (H-IMG-07)" */
export function confirmedBecause(source: string): string {
  return `confirmed: ${source}`;
}

interface ProblemWords {
  readonly line: number;
  readonly path: string;
  readonly message: string;
}

function quoted(text: string): string {
  return `"${text.length > 80 ? `${text.slice(0, 77)}…` : text}"`;
}
