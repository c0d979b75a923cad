import { isMap, isScalar } from 'yaml';
import { parseIpBlock } from '#lib/kube/ip-block.ts';
import type { Protocol } from '#lib/kube/objects.ts';
import { DATA_MAP } from '#lib/text/en/data-map.ts';
import { isCountry, meantCountry } from './countries.ts';
import {
  boolean,
  listOf,
  mapOf,
  type NodeReader,
  oneOf,
  type Place,
  type Read,
  recordOf,
  scalarText,
  text,
  textAs,
  wholeNumber,
  type YamlNode,
} from './node-reader.ts';
import type {
  CniFacts,
  ControllerRecord,
  DataMap,
  DataRole,
  DeclaredClass,
  DeclaredFlow,
  Environment,
  FileLine,
  MinimisationFacts,
  Pseudonymisation,
  Recipient,
  Regime,
  TransferBasis,
  WorkloadEntry,
} from './types.ts';

export const DECLARED_CLASSES: readonly DeclaredClass[] = [
  'none',
  'personal',
  'pseudonymised',
  'special',
  'criminal',
  'children',
];
export const REGIMES: readonly Regime[] = ['eu-gdpr', 'uk-gdpr', 'ch-fadp'];
export const ENVIRONMENTS: readonly Environment[] = ['prod', 'staging', 'test', 'dev'];
export const DATA_ROLES: readonly DataRole[] = ['controller', 'joint-controller', 'processor', 'sub-processor'];
export const PSEUDONYMISATION_PARTS: readonly Pseudonymisation['part'][] = [
  'data',
  'additional-information',
  'pseudonymiser',
];
export const FLOW_KINDS: readonly NonNullable<DeclaredFlow['kind']>[] = [
  'shared-service',
  'replication',
  'backup',
  'promotion',
];
/** Fields whose labels or annotations of other vocabularies can be named (`aliases`). */
export const ALIAS_FIELDS = [
  'dataClass',
  'dataAtRest',
  'environment',
  'role',
  'controller',
  'purposes',
  'subjects',
  'categories',
  'residency',
  'record',
  'retention',
  'owner',
] as const;

/** The file as written: a DataMap of which any part may be absent. */
export interface WrittenDataMap extends Partial<DataMap> {
  readonly apiVersion: string;
  readonly kind: string;
}

const id: Read<string> = (node, place, reader) => {
  const written = text(node, place, reader);
  if (written === undefined || /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(written)) return written;
  return reader.tell(place, DATA_MAP.badId(written));
};

/** ISO 3166-1 alpha-2. */
const country: Read<string> = (node, place, reader) => {
  const written = scalarText(node);
  if (written === undefined) return text(node, place, reader);
  if (isCountry(written)) return written;
  return reader.tell(place, DATA_MAP.unknownCountry(written, meantCountry(written)));
};

const date: Read<string> = (node, place, reader) => {
  const read = textAs(DATA_MAP.what.date, (written) => (/^\d{4}-\d\d-\d\d$/.test(written) ? written : undefined));
  const written = read(node, place, reader);
  if (written === undefined) return undefined;
  const time = Date.parse(`${written}T00:00:00Z`);
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(written);
  return isDay ? written : reader.tell(place, DATA_MAP.noSuchDay(written));
};

const dataClass: Read<DeclaredClass> = (node, place, reader) =>
  scalarText(node) === 'unknown'
    ? reader.tell(place, DATA_MAP.unknownClass)
    : oneOf(DECLARED_CLASSES)(node, place, reader);

const cidr: Read<string> = (node, place, reader) => {
  const written = scalarText(node);
  const block = written === undefined ? undefined : parseIpBlock(written);
  if (written === undefined || block === undefined || block === 'mapped') {
    return textAs(DATA_MAP.what.cidr, () => undefined)(node, place, reader);
  }
  return block.hostBits ? reader.tell(place, DATA_MAP.hostBits(written, block.text)) : written;
};

const DOMAIN = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/i;
const fqdn = textAs(DATA_MAP.what.fqdn, (written) => (DOMAIN.test(written) ? written.toLowerCase() : undefined));

const WORKLOAD = /^[a-z0-9.*-]+\/[A-Za-z*]+\/[A-Za-z0-9.:*-]+$/;
const isWorkload = (written: string): boolean => WORKLOAD.test(written);
const workload = textAs(DATA_MAP.what.workload, (written) => (isWorkload(written) ? written : undefined));
const flowSource = textAs(DATA_MAP.what.source, (written) =>
  written === 'internet' || isWorkload(written) ? written : undefined,
);
const flowTarget = textAs(DATA_MAP.what.target, (written) =>
  /^recipient:[A-Za-z0-9][A-Za-z0-9._-]*$/.test(written) || isWorkload(written) ? written : undefined,
);

const LABEL_KEY = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;
const labelKey: Read<string> = (node, place, reader) => {
  const read = textAs(DATA_MAP.what.labelKey, (written) => (LABEL_KEY.test(written) ? written : undefined));
  const key = read(node, place, reader);
  return key?.startsWith('ringfence.dev/') === true ? reader.tell(place, DATA_MAP.aliasOfOurs(key)) : key;
};

/** `443/TCP`, `TCP/443`, or `443`, which is TCP. */
const flowPort = textAs(
  DATA_MAP.what.port,
  (written): { readonly protocol: Protocol; readonly port: number } | undefined => {
    const match = /^(?:(\d{1,5})(?:\/(TCP|UDP|SCTP))?|(TCP|UDP|SCTP)\/(\d{1,5}))$/.exec(written);
    const port = Number(match?.[1] ?? match?.[4]);
    if (match === null || port < 1 || port > 65_535) return undefined;
    return { protocol: (match[2] ?? match[3] ?? 'TCP') as Protocol, port };
  },
);

const transfer = mapOf<TransferBasis>(
  {
    basis: textAs(DATA_MAP.what.basis, (written) =>
      /^(?:none-needed|adequacy|scc|bcr|dpf|derogation:49(?:\.\d+)?(?:\.[a-z])?)$/.test(written) ? written : undefined,
    ),
    ref: text,
    certified: date,
    validUntil: date,
    conditionConfirmed: date,
  },
  ['basis'],
);

/** A list of categories, or the word `none`. */
const receives: Read<readonly string[] | 'none'> = (node, place, reader) =>
  scalarText(node) === 'none' ? 'none' : listOf(text)(node, place, reader);

/** An entry with the line in which it begins. */
function withLine<Shape extends FileLine>(
  read: (node: YamlNode, place: Place, reader: NodeReader) => Omit<Shape, 'line'> | undefined,
): Read<Shape> {
  return (node, place, reader) => {
    const entry = read(node, place, reader);
    return entry === undefined ? undefined : ({ ...entry, line: place.line } as Shape);
  };
}

const controller: Read<ControllerRecord> = withLine<ControllerRecord & FileLine>(
  mapOf<Omit<ControllerRecord, 'line'>>({ id, name: text, country, dpo: text }, ['id']),
);

const workloadFields = mapOf<Omit<WorkloadEntry, 'line'>>(
  {
    match: mapOf<WorkloadEntry['match']>({ namespace: text, kind: text, name: text }),
    dataClass,
    because: text,
    dataAtRest: boolean,
    role: oneOf<DataRole | 'pseudonymiser'>([...DATA_ROLES, 'pseudonymiser']),
    controller: text,
    environment: oneOf(ENVIRONMENTS),
    residency: listOf(text),
    categories: listOf(text),
    purposes: listOf(text),
    subjects: listOf(text),
    record: text,
    retention: text,
    owner: text,
    consumers: listOf(workload, 'meant'),
    pseudonymisation: mapOf<Pseudonymisation>({ domain: text, part: oneOf(PSEUDONYMISATION_PARTS) }, [
      'domain',
      'part',
    ]),
    blastBudget: wholeNumber,
    relay: oneOf(['data'] as const),
  },
  ['match'],
);

/** Something is written there, be it that it could not be read: that has been told. */
function saysMore(node: YamlNode): boolean {
  return (
    isMap(node) && node.items.some(({ key }) => !isScalar(key) || (key.value !== 'match' && key.value !== 'because'))
  );
}

const workloadEntry = withLine<WorkloadEntry>((node, place, reader) => {
  const entry = workloadFields(node, place, reader);
  if (entry === undefined) return undefined;
  const { match, because: _because, ...said } = entry;
  if (Object.keys(match).length === 0) {
    return reader.tell({ ...place, path: `${place.path}.match` }, DATA_MAP.matchesEverything);
  }
  if (Object.keys(said).length === 0 && !saysMore(node)) reader.tell(place, DATA_MAP.nothingSaid);
  if (entry.record === 'exempt' && entry.because === undefined) {
    reader.tell(place, DATA_MAP.needsBecause('"record: exempt"'));
    const { record: _record, ...rest } = entry;
    return rest;
  }
  return entry;
});

const recipientFields = mapOf<Partial<Omit<Recipient, 'id' | 'line'>> & Pick<Recipient, 'id'>>(
  {
    id,
    legalEntity: text,
    fqdns: listOf(fqdn),
    cidrs: listOf(cidr),
    importerCountry: country,
    role: oneOf(DATA_ROLES),
    kind: oneOf(['own', 'external'] as const),
    contact: text,
    purpose: text,
    authorisedUnder: text,
    dpa: mapOf<NonNullable<Recipient['dpa']>>({ ref: text, signed: date, reviewBy: date }),
    transfer,
    receives,
    because: text,
  },
  ['id'],
);

const recipient: Read<Recipient> = (node, place, reader) => {
  const read = recipientFields(node, place, reader);
  if (read === undefined) return undefined;
  if (read.receives === 'none' && read.because === undefined) {
    reader.tell(place, DATA_MAP.needsBecause('"receives: none"'));
  }
  if (read.fqdns === undefined && read.cidrs === undefined && read.kind !== 'own')
    reader.tell(place, DATA_MAP.noTarget);
  return { ...read, fqdns: read.fqdns ?? [], cidrs: read.cidrs ?? [], line: place.line };
};

const flowFields = mapOf<Partial<Pick<DeclaredFlow, 'ports' | 'purpose' | 'kind'>> & Pick<DeclaredFlow, 'from' | 'to'>>(
  {
    from: flowSource,
    to: flowTarget,
    ports: listOf(flowPort),
    purpose: text,
    kind: oneOf(FLOW_KINDS),
  },
  ['from', 'to'],
);

const flow: Read<DeclaredFlow> = (node, place, reader) => {
  const read = flowFields(node, place, reader);
  return read === undefined ? undefined : { ...read, ports: read.ports ?? [], line: place.line };
};

/** Of none nothing could be unused. */
const days: Read<number> = (node, place, reader) => {
  const read = wholeNumber(node, place, reader);
  return read === 0 ? reader.tell(place, DATA_MAP.wrong('unusedDays', '1 or more')) : read;
};

const cni = mapOf<CniFacts>({
  enforces: mapOf<NonNullable<CniFacts['enforces']>>({ value: boolean, because: text }, ['value', 'because']),
  preservesClientIP: boolean,
});

const minimisation = mapOf<MinimisationFacts>({ unusedDays: days });

function exactly(key: string, expected: string): Read<string> {
  return (node, place, reader) =>
    scalarText(node) === expected ? expected : reader.tell(place, DATA_MAP.wrong(key, expected));
}

function keyOneOf(known: readonly string[]) {
  return (key: string, place: Place, reader: NodeReader): boolean => {
    if (known.includes(key)) return true;
    reader.tell(place, DATA_MAP.notOneOf(key, known, undefined));
    return false;
  };
}

const parts = mapOf<WrittenDataMap>({
  apiVersion: exactly('apiVersion', 'ringfence.dev/v1alpha1'),
  kind: exactly('kind', 'DataMap'),
  regime: oneOf(REGIMES),
  controllers: listOf(controller, 'meant'),
  aliases: recordOf(keyOneOf(ALIAS_FIELDS), listOf(labelKey)),
  workloads: listOf(workloadEntry, 'meant'),
  recipients: listOf(recipient, 'meant'),
  flows: listOf(flow, 'meant'),
  egressGateways: listOf(workload, 'meant'),
  environments: recordOf(keyOneOf(ENVIRONMENTS), listOf(text)),
  cni,
  minimisation,
});

/** A whole file. What it is must be said; that it is not said spoils no other part. */
export const dataMapFile: Read<WrittenDataMap> = (node, place, reader) => {
  const read = parts(node, place, reader);
  if (read === undefined) return undefined;
  const told = (key: string): boolean => reader.problems.some(({ path }) => path === key);
  if (read.apiVersion === undefined && !told('apiVersion')) {
    reader.tell(place, DATA_MAP.missing('"apiVersion: ringfence.dev/v1alpha1"'));
  }
  if (read.kind === undefined && !told('kind')) reader.tell(place, DATA_MAP.missing('"kind: DataMap"'));
  return read;
};
