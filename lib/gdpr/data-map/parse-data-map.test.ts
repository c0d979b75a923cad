import { describe, expect, it } from 'vitest';
import { parseDataMap } from './parse-data-map.ts';
import { EMPTY_DATA_MAP } from './types.ts';

const HEAD = 'apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\n';
/** Problems as "line: path message", of a file whose third line is the first of `body`. */
const problemsOf = (body: string): readonly string[] =>
  parseDataMap(HEAD + body).problems.map(({ line, path, message }) => `${line}: ${path} ${message}`);

/** gdpr.md §4.2, as written there. */
const EXAMPLE = `apiVersion: ringfence.dev/v1alpha1
kind: DataMap
regime: eu-gdpr            # eu-gdpr | uk-gdpr | ch-fadp
controllers: [{ id: acme, name: "ACME GmbH", country: DE, dpo: "dpo@acme.example" }]
aliases: { dataClass: ["compliance.company.com/data-classification"] }
workloads:
- match: { namespace: health-records, kind: StatefulSet, name: "fhir-*" }
  dataClass: special
  categories: [user.health_and_medical.record_id]
  purposes: [essential.service.operations]
  subjects: [patient]
  record: RoPA-003
  consumers: [ "health-records/Deployment/fhir-api" ]
recipients:
- id: payment
  legalEntity: "Payment Europe Ltd"
  fqdns: ["api.payment.example"]
  importerCountry: IE
  role: processor
  dpa: { ref: DPA-012, signed: 2025-02-01, reviewBy: 2027-02-01 }
  transfer: { basis: none-needed }
  receives: [user.financial]
flows:
- { from: "shop/Deployment/checkout", to: "recipient:payment", ports: [443/TCP], purpose: essential.service.payment_processing }
egressGateways: [ "egress/Deployment/squid" ]
environments: { prod: ["*-prod","payments"], dev: ["*-dev"] }
`;

describe('a DataMap file (gdpr.md §4.2)', () => {
  it('does not say of an entry that it says nothing where what it says cannot be read', () => {
    expect(problemsOf('workloads:\n- match: {namespace: crm}\n  dataClass: secret')).toEqual([
      '5: workloads[0].dataClass "secret" is not known; write one of none, personal, pseudonymised, special, criminal, children',
    ]);
    expect(problemsOf('workloads: [{match: {namespace: crm}, because: why}]')).toEqual([
      expect.stringContaining('says nothing of the workloads that it matches'),
    ]);
  });

  it('is read whole, each entry with its line', () => {
    const { dataMap, problems } = parseDataMap(EXAMPLE);
    expect(problems).toEqual([]);
    expect(dataMap).toEqual({
      ...EMPTY_DATA_MAP,
      controllers: [{ id: 'acme', name: 'ACME GmbH', country: 'DE', dpo: 'dpo@acme.example', line: 4 }],
      aliases: { dataClass: ['compliance.company.com/data-classification'] },
      workloads: [
        {
          line: 7,
          match: { namespace: 'health-records', kind: 'StatefulSet', name: 'fhir-*' },
          dataClass: 'special',
          categories: ['user.health_and_medical.record_id'],
          purposes: ['essential.service.operations'],
          subjects: ['patient'],
          record: 'RoPA-003',
          consumers: ['health-records/Deployment/fhir-api'],
        },
      ],
      recipients: [
        {
          line: 15,
          id: 'payment',
          legalEntity: 'Payment Europe Ltd',
          fqdns: ['api.payment.example'],
          cidrs: [],
          importerCountry: 'IE',
          role: 'processor',
          dpa: { ref: 'DPA-012', signed: '2025-02-01', reviewBy: '2027-02-01' },
          transfer: { basis: 'none-needed' },
          receives: ['user.financial'],
        },
      ],
      flows: [
        {
          line: 24,
          from: 'shop/Deployment/checkout',
          to: 'recipient:payment',
          ports: [{ protocol: 'TCP', port: 443 }],
          purpose: 'essential.service.payment_processing',
        },
      ],
      egressGateways: ['egress/Deployment/squid'],
      environments: { prod: ['*-prod', 'payments'], dev: ['*-dev'] },
    });
  });

  it('may be nothing but its head', () => {
    expect(parseDataMap(HEAD)).toEqual({ dataMap: EMPTY_DATA_MAP, problems: [] });
  });

  it('reads Norway as a country: YAML 1.2', () => {
    const { dataMap, problems } = parseDataMap(`${HEAD}recipients: [{id: a, kind: own, importerCountry: NO}]`);
    expect(problems).toEqual([]);
    expect(dataMap.recipients[0]?.importerCountry).toBe('NO');
  });
});

describe('what is wrong in a DataMap is told with its line and what to write instead', () => {
  it.each([
    ['an unknown key', 'workload: []', '3:  "workload" is no key here; did you mean workloads?'],
    [
      'an unknown key inside',
      'workloads:\n- match: {name: db}\n  dataclass: none\n  record: R-1',
      '5: workloads[0] "dataclass" is no key here; did you mean dataClass?',
    ],
    [
      'an unknown class',
      'workloads:\n- match: {name: db}\n  dataClass: sensitive\n  record: R-1',
      '5: workloads[0].dataClass "sensitive" is not known; write one of none, personal, pseudonymised, special, criminal, children',
    ],
    [
      'a class written with a capital',
      'workloads: [{match: {name: db}, dataClass: Personal, record: R-1}]',
      '3: workloads[0].dataClass "Personal" is not known; write one of none, personal, pseudonymised, special, criminal, children. Did you mean personal?',
    ],
    [
      'a declared "unknown"',
      'workloads: [{match: {name: db}, dataClass: unknown, record: R-1}]',
      '3: workloads[0].dataClass "unknown" cannot be declared; leave dataClass out',
    ],
    ['an unknown regime', 'regime: gdpr', '3: regime "gdpr" is not known; write one of eu-gdpr, uk-gdpr, ch-fadp'],
    [
      'an unknown role',
      'recipients: [{id: a, kind: own, role: procesor}]',
      '3: recipients[0].role "procesor" is not known; write one of controller, joint-controller, processor, sub-processor. Did you mean processor?',
    ],
    [
      'an unknown country',
      'recipients: [{id: a, kind: own, importerCountry: XX}]',
      '3: recipients[0].importerCountry "XX" is no country; write the two letters of ISO 3166-1, as DE or IE',
    ],
    [
      'a country by another code',
      'controllers: [{id: a, country: UK}]',
      '3: controllers[0].country "UK" is no country; write the two letters of ISO 3166-1: GB',
    ],
    [
      'a wrong type',
      'workloads: {match: {}}',
      '3: workloads is a map; write a list, each item behind a dash or all in [ ]',
    ],
    [
      'a number where text is meant',
      'workloads:\n- match: {name: db}\n  record: 003',
      '5: workloads[0].record is 003; write text, in quotes: "003"',
    ],
    ['an empty value', 'regime:\n', '3: regime is empty; write a value or leave the key out'],
    [
      'a bad block',
      'recipients: [{id: a, cidrs: [10.0.0.0/33]}]',
      '3: recipients[0].cidrs[0] is "10.0.0.0/33"; write an address block as 203.0.113.0/24 or 2001:db8::/32',
    ],
    [
      'a block with bits behind its length',
      'recipients: [{id: a, cidrs: [203.0.113.7/24]}]',
      '3: recipients[0].cidrs[0] "203.0.113.7/24" has bits set behind its length; write "203.0.113.0/24"',
    ],
    [
      'a bad port',
      'flows: [{from: internet, to: a/Deployment/b, ports: [70000/TCP]}]',
      '3: flows[0].ports[0] is "70000/TCP"; write 443/TCP: a number from 1 to 65535, and TCP, UDP or SCTP',
    ],
    [
      'a day that is none',
      'recipients: [{id: a, kind: own, dpa: {signed: 2025-02-30}}]',
      '3: recipients[0].dpa.signed "2025-02-30" is no day of the calendar',
    ],
    [
      'an id taken',
      'recipients:\n- {id: a, kind: own}\n- {id: a, kind: own}',
      '5: recipients[1].id the id "a" is taken by the entry in line 4; give this one an id of its own',
    ],
    [
      'a flow to nobody',
      'recipients: [{id: payment, kind: own}]\nflows: [{from: a/Deployment/b, to: "recipient:payments"}]',
      '4: flows[0].to recipient "payments" is not declared; did you mean "payment"?',
    ],
    [
      'a controller that nobody declared',
      'workloads: [{match: {name: db}, controller: acme}]',
      '3: workloads[0].controller controller "acme" is not declared; add it under controllers',
    ],
    [
      'an exemption without a reason',
      'workloads: [{match: {name: db}, record: exempt}]',
      '3: workloads[0] "record: exempt" needs "because:" with the reason',
    ],
    [
      'an entry for every workload',
      'workloads: [{match: {}, dataClass: none}]',
      '3: workloads[0].match names no namespace, kind or name, so it would mean every workload; name at least one',
    ],
    ['a missing key', 'recipients: [{role: processor, kind: own}]', '3: recipients[0] id is missing'],
    [
      'a key written twice',
      'regime: eu-gdpr\nregime: uk-gdpr',
      '4:  the key "regime" is written twice; keep one of them',
    ],
    [
      'an alias that is read anyway',
      'aliases: {dataClass: [ringfence.dev/data-class]}',
      '3: aliases.dataClass[0] "ringfence.dev/data-class" is read anyway; take it out of the aliases',
    ],
    [
      'a field that has no aliases',
      'aliases: {colour: [a]}',
      expect.stringContaining('3: aliases "colour" is not known'),
    ],
    [
      'an anchor',
      'egressGateways: [&a "e/Deployment/squid", *a]',
      expect.stringContaining('anchors and aliases are not read'),
    ],
  ])('%s', (_, body, problem) => {
    expect(problemsOf(body)).toContainEqual(problem);
  });

  it('all of them at once, in the order of the file; the good parts stand', () => {
    const body = `regime: x
workloads:
- match: {name: db}
  dataClass: special
- match: {name: web}
  dataClass: secret
recipients:
- {id: a, cidrs: [10.0.0.0/8, nowhere]}`;
    const { dataMap, problems } = parseDataMap(HEAD + body);
    expect(problems.map(({ line }) => line)).toEqual([3, 8, 10]);
    expect(dataMap.workloads[0]).toMatchObject({ dataClass: 'special', line: 5 });
    expect(dataMap.recipients[0]?.cidrs).toEqual(['10.0.0.0/8']);
  });

  it.each([
    ['', '1: the file is empty; begin with "apiVersion: ringfence.dev/v1alpha1" and "kind: DataMap"'],
    ['# nothing\n', '1: the file is empty; begin with "apiVersion: ringfence.dev/v1alpha1" and "kind: DataMap"'],
    ['- a\n- b', '1: is a list; write a map of keys and values'],
    ['kind: DataMap', '1: "apiVersion: ringfence.dev/v1alpha1" is missing'],
    ['apiVersion: ringfence.dev/v1alpha1\nkind: Pod', '2: must be "kind: DataMap"'],
    [`${HEAD}---\n${HEAD}`, expect.stringMatching(/^3: a DataMap is one document/)],
    [`${HEAD}workloads: [`, expect.stringMatching(/^\d: cannot be read as YAML/)],
    [`${HEAD}workloads: "\u0000`, expect.stringMatching(/^\d: /)],
    ['{"a": 1}', expect.stringContaining('"a" is no key here')],
  ])('%j is told and no crash', (source, problem) => {
    const { problems } = parseDataMap(source);
    expect(problems.map(({ line, message }) => `${line}: ${message}`)).toContainEqual(problem);
  });
});
