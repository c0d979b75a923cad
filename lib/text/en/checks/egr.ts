/** Sentences of the checks on egress, recipients and transfers (EGR-002 to EGR-007). */

import type { NamedBy } from '#lib/gdpr/external-names.ts';
import type { Severity } from '#lib/gdpr/types.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { countOf } from '../count.ts';
import { portsInWords } from '../ports.ts';

/** "medium = base of EGR-002" */
export function derivationOfPlainBase(words: {
  readonly check: string;
  readonly base: Severity;
  readonly severity: Severity;
  /** What took something off the base. */
  readonly because: keyof typeof LESS | undefined;
  readonly upTo: boolean;
}): string {
  const upTo = words.upTo ? 'up to ' : '';
  if (words.because === undefined) return `${upTo}${words.severity} = base of ${words.check}`;
  return `${upTo}${words.severity} = base ${words.base} of ${words.check}; ${LESS[words.because]}`;
}

const LESS = {
  inferred: 'one level less, as the class is inferred',
  none: 'at most low, as it only inherits that it has no personal data',
} as const;

function sayIf(condition: boolean, sentence: string): string {
  return condition ? ` ${sentence}` : '';
}

function listed(items: readonly string[], most = 3): string {
  const rest = items.length - most;
  if (rest > 0) return `${items.slice(0, most).join(', ')} and ${rest} more`;
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

export const anyAddress = 'any address on the internet';

export const EGR_002 = {
  serviceEntries:
    'Names outside that Istio’s ServiceEntries give to workloads: Istio is here, and none of them is in the input.',
  serviceEntriesForAll: (count: number): string =>
    `${count === 1 ? 'One ServiceEntry is' : `${count} ServiceEntries are`} for every namespace: the names were held against the workloads of the namespace they stand in, and of those named in exportTo.`,
  title: (name: string, to: string, upTo: boolean): string =>
    `${name} ${upTo ? 'may be able to' : 'can'} connect to ${to}, which no declared recipient covers`,
  summary: (words: {
    /** "Rule 1 of 2 of policy out"; undefined: no policy isolates. */
    readonly by: string | undefined;
    readonly name: string;
    readonly to: string;
    readonly ports: PortsJson;
    readonly recipients: number;
    /** What is left of it, where a recipient covers a part. */
    readonly left: readonly string[];
  }): string => {
    const { by, name, to, ports, recipients, left } = words;
    const can =
      by === undefined
        ? `${name} can connect to ${to} on ${portsInWords(ports)}.`
        : `${by} lets ${name} connect to ${to} on ${portsInWords(ports)}.`;
    if (recipients === 0) return `${can} No recipient is declared: who receives data there is not recorded.`;
    return `${can} No declared recipient covers ${left.length === 0 ? 'it' : listed(left)}: who receives data there is not recorded.`;
  },
  summaryUnknown: (name: string, to: string): string =>
    `Whether ${name} can connect to ${to} cannot be decided from what was read. No declared recipient covers it.`,
  summaryNamed: (by: NamedBy, host: string, name: string): string =>
    `${by.kind} ${by.name} stands for ${host}, and ${name}, which it is for, can connect to any address that ${host} has. No declared recipient covers that name.`,
  summaryNamedUnknown: (by: NamedBy, host: string, name: string): string =>
    `${by.kind} ${by.name} stands for ${host}. Some addresses outside are open to ${name}; whether ${host} is one of them is not known. No declared recipient covers that name.`,
  ruleOfPolicy: (rule: string, policy: string): string => `${rule} of policy ${policy}`,
  mayBeOwn: (to: string): string =>
    `Nothing in the input says how far the cluster’s own addresses go; ${to} may be among them.`,
  addressUnknown: (host: string): string => `The addresses of ${host} are not known.`,
  fix: 'Declare the recipient with its role and its contract in the data map; own offices and networks as kind own. If nobody is meant to be there: this takes the addresses out of the rule.',
  fixOpen:
    'Declare the recipient with its role and its contract in the data map. If nobody is meant to be there: this keeps connections inside the cluster, DNS among them, and ends those to the outside.',
  fixName:
    'Declare the recipient with this name, its role and its contract in the data map, or take the name out of the rule.',
  fixNamed: ({ kind, name }: NamedBy): string =>
    `Declare the recipient with this name, its role and its contract in the data map, or delete ${kind} ${name}.`,
};

/** "Recipient payment (Stripe Technology Europe Ltd)" */
function recipientWords(id: string, legalEntity: string | undefined): string {
  return legalEntity === undefined ? `Recipient ${id}` : `Recipient ${id} (${legalEntity})`;
}

function reachedBy(names: readonly string[], upTo: boolean): string {
  return `${listed(names)} ${upTo ? 'may be able to' : 'can'} connect to it.`;
}

export const RECIPIENT = {
  words: recipientWords,
  reachedBy,
  addressUnknown: (id: string): string =>
    `The addresses of ${id} are not declared; a rule for addresses may mean one of them.`,
  /** "DataMap, line 12" */
  noTable: (id: string, regime: string): string => `${id}: no adequacy table for ${regime} was given, and none ships.`,
  noTime: (id: string): string => `${id}: the time of the source is not known, so that no date can be judged.`,
};

export const EGR_003 = {
  title: (id: string, country: string, upTo: boolean): string =>
    `${upTo ? 'Possible indication' : 'Indication'} of a transfer to ${country} without a recorded basis: ${id}`,
  noDecision: (country: string, checkedOn: string): string =>
    `The importer is in ${country}, outside the EEA, and the adequacy table of ${checkedOn} has no decision for it.`,
  ended: (country: string, instrument: string, until: string, checkedOn: string): string =>
    `The importer is in ${country}; by the adequacy table of ${checkedOn} ${instrument} ended on ${until}.`,
  conditional: (country: string, instrument: string, condition: string, checkedOn: string): string =>
    `The importer is in ${country}; by the adequacy table of ${checkedOn} ${instrument} covers it only where ${condition}.`,
  unsure: (country: string, note: string, checkedOn: string): string =>
    `The importer is in ${country}, whose standing the adequacy table of ${checkedOn} leaves open. ${note}`,
  noBasis: 'No basis for a transfer is recorded.',
  noneNeeded: 'The data map says that no basis is needed, which would hold inside the EEA or under a decision.',
  adequacyOnly: (basis: string): string =>
    `The data map gives ${basis} as the basis, and no decision stands behind it.`,
  people: 'Whether there is a transfer is for people to judge: who imports, what is sent, and from where.',
  scopeUnknown: (condition: string): string => `Whether ${condition} is not recorded.`,
  standingUnknown: (country: string): string => `Whether the law applies in ${country} is not certain.`,
  fix: 'Record the basis in the data map: standard clauses or binding rules with the reference of the assessment, a derogation, or the certification; or choose an endpoint inside the EEA; or close the connection.',
  noCountry: (id: string): string =>
    `${id}: the country of the importer is not declared, and no source of countries is loaded. An address says nothing about it.`,
  noEnd: (id: string, instrument: string, until: string): string =>
    `${id}: ${instrument} has an end (${until}), and the time of the source is not known.`,
};

export const EGR_004 = {
  titleCondition: (id: string): string => `The condition of adequacy is not confirmed for ${id}`,
  titleSoon: (id: string, day: string): string => `The transfer basis of ${id} ends on ${day}`,
  titlePassed: (id: string, day: string): string => `The transfer basis of ${id} ended on ${day}`,
  condition: (basis: string, instrument: string, condition: string, checkedOn: string): string =>
    `The data map gives ${basis} as the basis. By the adequacy table of ${checkedOn} ${instrument} covers an importer only where ${condition}. No date of a confirmation is recorded.`,
  recordEnds: (basis: string, day: string, evidence: string | undefined): string =>
    `The data map records ${basis} as valid until ${day}.${evidence === undefined ? '' : ` Its evidence is of ${evidence}.`}`,
  decisionEnds: (instrument: string, day: string, checkedOn: string): string =>
    `By the adequacy table of ${checkedOn} ${instrument}, on which the transfer rests, is valid until ${day}.`,
  left: (days: number): string =>
    days === 0 ? 'That is the day of the source.' : `That is ${countOf(days, 'day')} after the time of the source.`,
  passed: 'That day had passed at the time of the source.',
  fixCondition:
    'Check it for this importer and record the day in the data map (conditionConfirmed, or certified for dpf).',
  fixEnd: 'Renew the basis and record its new end and its evidence in the data map, or close the connection.',
};

const FIELD_WORDS = {
  legalEntity: 'legal entity',
  dpa: 'reference of the processing contract (dpa.ref)',
  purpose: 'purpose',
  receives: 'data categories (receives)',
  country: 'country of the importer',
  contact: 'contact',
  authorisedUnder: 'authorisation of the sub-processor (authorisedUnder)',
} as const;
export type ProcessorField = keyof typeof FIELD_WORDS;

export const EGR_005 = {
  title: (id: string, fields: number): string => `The processor record of ${id} lacks ${countOf(fields, 'field')}`,
  summary: (words: string, role: string, fields: readonly ProcessorField[], line: string): string =>
    `${words} is declared as ${role} (${line}). Not recorded: ${listed(
      fields.map((field) => FIELD_WORDS[field]),
      fields.length,
    )}.`,
  fix: 'Complete the record in the data map. If it decides on its own why and how it uses the data, it is no processor: set its role to controller.',
  noRole: (id: string): string => `${id}: no role is declared.`,
};

export const EGR_006 = {
  title: (name: string, to: string, upTo: boolean): string =>
    `Data store ${name} ${upTo ? 'may be able to' : 'can'} start connections to ${to}`,
  summary: (name: string, to: string, ports: PortsJson, upTo: boolean, more: number): string =>
    `${name} holds data at rest and ${upTo ? 'may be able to' : 'can'} connect to ${to} on ${portsInWords(ports)}. A store needs DNS, its own application, and its declared replicas and backups.${sayIf(more > 0, `${countOf(more, 'further workload')} of other applications ${more === 1 ? 'is' : 'are'} open to it.`)}`,
  hostNetwork: (key: string, other: string): string =>
    `Whether ${key} can connect to ${other}, which runs on the host network of its node, is up to the network plugin.`,
  privateNetwork: 'private network',
  otherEnvironment: 'other environment',
  otherController: 'other controller',
  fix: 'Leaves DNS and declared replicas and backup targets. Connections that its own application needs from it must be added.',
  fixRule:
    'Takes the rule away and keeps DNS where the rule gave it. Declare replicas and backup targets as flows in the data map.',
};

export const EGR_007 = {
  titleRelay: (name: string, relay: string, upTo: boolean): string =>
    `${name} ${upTo ? 'may have' : 'has'} an indirect way out through ${relay}`,
  summaryRelay: (name: string, relay: string, ports: PortsJson, others: number): string =>
    `${name} itself cannot connect to nearly every address on the internet. It can connect to ${relay} on ${portsInWords(ports)}, and ${relay} can.${sayIf(others > 0, `${countOf(others, 'further workload')} would do as well.`)} What ${relay} passes on is not visible here.`,
  summaryRelayUnknown: (name: string, relay: string): string =>
    `Whether ${name} can get out through ${relay} cannot be decided from what was read.`,
  exposedByRelay: 'indirect way out',
  fixRelay:
    'Keeps the relay inside the cluster. Or restrict who may connect to it; or declare it as an egress gateway, or as relay: data with your reason.',
  titleBypass: (name: string, upTo: boolean): string =>
    `${name} ${upTo ? 'may be able to' : 'can'} go past the egress gateway`,
  summaryBypass: (name: string, to: string, ports: PortsJson, gateways: readonly string[]): string =>
    `${listed(gateways)} ${gateways.length === 1 ? 'is' : 'are'} declared as the way out. ${name} can also connect to ${to} on ${portsInWords(ports)} directly.`,
  summaryBypassUnknown: (name: string, gateways: readonly string[]): string =>
    `${listed(gateways)} ${gateways.length === 1 ? 'is' : 'are'} declared as the way out. Whether ${name} can also connect to the outside directly cannot be decided from what was read.`,
  exposedByBypass: 'past the egress gateway',
  fixBypass:
    'Keeps connections inside the cluster, the gateway and DNS among them, and ends direct ones to the outside.',
  fixBypassRule: 'Takes the addresses out of the rule, so that the gateway is the only way there.',
  directUnknown: (key: string): string =>
    `Whether ${key} has a direct way out cannot be decided (EGR-001), so indirect ones are not looked for.`,
  hostNetwork: (key: string, relay: string): string =>
    `Whether ${key} can connect to ${relay}, which runs on the host network of its node and leads outside, is up to the network plugin.`,
  noSuchGateway: (reference: string): string => `Egress gateway ${reference} is no workload of the input.`,
};
