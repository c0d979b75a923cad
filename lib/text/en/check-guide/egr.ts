/** The checks of what leaves the cluster, told for people. */
import type { CheckGuide } from './guide.ts';

export const EGR_GUIDE = {
  'EGR-001': {
    name: 'May connect to anywhere',
    plain: [
      'A program that holds personal data usually talks to few others. If nothing limits it, it may also connect to any address on the internet.',
      'This check asks: **could this program, or somebody who took it over, send data to anywhere?** Then nobody can say who the recipients are.',
    ],
    drawing: {
      many: ['its partner', 'anybody', 'anywhere'],
      one: 'personal data',
      toward: 'many',
      gap: ['gap', 'gap', 'gap'],
      passes: ['allowed', 'closed', 'closed'],
    },
    gap: 'No rule: the whole internet is open.',
    passes: 'A rule names the partners.',
    limits: ['That data left.', 'That a firewall outside of the cluster would let it through.'],
    act: 'The team that runs the workload, with a list of the partners that it needs.',
    condition:
      'w in P*, and the addresses with Allow(w, address, 443, 80 or all) = true cover more than 95 % of global IPv4 or IPv6. Cause: not isolated for egress; or 0.0.0.0/0, ::/0, split halves, to absent.',
    severity: 'Exposure 4 × class, at most high unless it is a store of a special category.',
    unknown: 'When the addresses are reached only by connections that depend.',
    evidence: 'The rule, or the proof of absence.',
    fix: 'An allow list of declared recipients, and DNS.',
    falseAlarm: 'All egress goes through a proxy that is enforced elsewhere: declare it as egress gateway.',
  },
  'EGR-002': {
    name: 'Recipient not declared',
    plain: [
      'Whoever receives personal data is a **recipient**, and belongs in the record.',
      'This check asks: **is a program with personal data allowed to connect to an address outside that no declared recipient owns?**',
    ],
    drawing: {
      many: ['declared', 'not declared'],
      one: 'personal data',
      toward: 'many',
      gap: ['allowed', 'gap'],
      passes: ['allowed', 'closed'],
    },
    gap: 'A rule opens an address that stands in no record.',
    passes: 'Every address that is open belongs to a declared recipient.',
    limits: [
      'Who is behind the address.',
      'Whether a contract exists. Contracts cannot be seen from here.',
      'That data was sent.',
    ],
    act: 'Whoever keeps the data map declares the recipient with role and contract; or the team takes the rule away.',
    condition:
      'w in P*, and an external range (or a name: FQDN rule, ExternalName) with Allow = true that no recipient covers. One gap for each workload and group of addresses.',
    severity: 'medium.',
    unknown:
      'When the connection depends. Where the whole internet is open, EGR-001 says so instead, or EGR-007 past a declared way out, and this check does not apply. ServiceEntries of Istio are held against workloads of their own namespace and of those named in exportTo.',
    evidence: 'The range or name, and the rule.',
    fix: 'Declare the recipient, or remove the rule.',
    falseAlarm:
      'Own offices and premises: declare them as own. Mirrors of packages receive no personal data: declare that with a reason.',
  },
  'EGR-003': {
    name: 'May reach a third country',
    plain: [
      'Personal data may leave the European Economic Area only on a ground: a decision of the Commission on that country, a contract with standard clauses, or an exception.',
      'This check asks: **is a declared recipient in a country without such a decision, and is no other ground written down?**',
    ],
    drawing: {
      many: ['within the EEA', 'no ground noted'],
      one: 'personal data',
      toward: 'many',
      gap: ['allowed', 'gap'],
      passes: ['allowed', 'closed'],
    },
    gap: 'A recipient outside the EEA, and no ground in the record.',
    passes: 'The ground is recorded, with its reference.',
    limits: [
      'That a transfer takes place. It is an indication; people check the criteria.',
      'That an address lies in a country. The importer decides, not the address.',
    ],
    act: 'The data protection officer or the contract owner: record the ground, or choose another endpoint.',
    condition:
      'The recipient’s country of the importer is not in the EEA, adequacy(country, scope, date) is none, and no transfer basis is recorded. Or no country is declared and all loaded sources agree on a zone outside: then UNKNOWN, never a gap.',
    severity: 'high where declared; medium where unknown.',
    unknown: 'When the country is not declared, or the connection depends.',
    evidence: 'The record of the recipient, version and date of the table of adequacy.',
    fix: 'Record standard clauses, binding rules or a derogation with the assessment; or close the path.',
    falseAlarm: 'Content networks, EU subsidiaries with addresses registered elsewhere, own staff as importer.',
  },
  'EGR-004': {
    name: 'Transfer ground runs out',
    plain: [
      'Grounds for a transfer have conditions and ends: a certificate, a contract, a decision with a date.',
      'This check asks: **is a condition not confirmed, or does a ground end within 90 days?** It is a diary, so that nobody is surprised.',
    ],
    gap: 'The certificate of the importer ends in six weeks.',
    passes: 'The condition is confirmed, and the end is far.',
    limits: [
      'That the ground is valid. It compares dates and entries.',
      'That the table of decisions is complete: it has a date of its own.',
    ],
    act: 'The owner of the contract confirms and dates it again.',
    condition:
      'The basis is adequacy with a condition that is not confirmed (US: certification of that importer; CA, JP, KR: scope), or validUntil is less than 90 days after the time of the snapshot, or passed.',
    severity: 'medium; high once passed.',
    unknown: 'Not evaluated where the time of the source is not known.',
    evidence: 'The text of the condition, and the date of the evidence.',
    fix: 'Check again, and date the confirmation.',
    falseAlarm: 'None: it is a diary.',
  },
  'EGR-005': {
    name: 'Processor record incomplete',
    plain: [
      'A company that handles personal data on your behalf is a **processor**. There has to be a contract, and a record of who does what.',
      'This check asks: **does the record of a processor that programs can connect to lack something?**',
    ],
    gap: 'The processor is named, its contract and country are not.',
    passes: 'Name, contract, purpose, categories, country and contact are there.',
    limits: ['That the contract is good, or exists. Only its reference is looked for.', 'That data is sent.'],
    act: 'Whoever keeps the data map completes the entry.',
    condition:
      'The recipient’s role is processor or sub-processor, Allow = true from P*, and any of these is missing: legal entity, contract reference, purpose, data categories, country, contact; for a sub-processor also authorisedUnder.',
    severity: 'medium.',
    unknown: 'When the connection depends. Not evaluated without a data map.',
    evidence: 'The list of missing fields.',
    fix: 'Complete the record.',
    falseAlarm: 'The recipient is a controller of its own: set its role.',
  },
  'EGR-006': {
    name: 'Store may start connections outward',
    plain: [
      'A database answers questions. It rarely has a reason to call somebody by itself; when it does, that is a way for data to leave.',
      'This check asks: **may a store of personal data start connections to anything but its own application?**',
    ],
    drawing: {
      many: ['its replica', 'other app', 'internet'],
      one: 'data store',
      toward: 'many',
      gap: ['allowed', 'gap', 'gap'],
      passes: ['allowed', 'closed', 'closed'],
    },
    gap: 'The database may call out.',
    passes: 'It may resolve names and copy to its replica, and that is all.',
    limits: [
      'That it ever called anybody.',
      'That an answer to its own client carries no data: answers are always allowed.',
    ],
    act: 'The team that runs the store, with one egress policy.',
    condition:
      'w in P*, store(w), and Allow(w, external address or workload that is neither DNS, nor of the same application, nor a declared replica or backup) = true.',
    severity: 'By the exposure of the target; special category to the outside critical.',
    unknown: 'When the connection depends.',
    evidence: 'The rule, or the proof of absence.',
    fix: 'Egress to DNS, replication and backup only.',
    falseAlarm: 'Foreign data wrappers, licence checks, backup agents beside the store.',
  },
  'EGR-007': {
    name: 'Way out through another program',
    plain: [
      'A program that may not leave the cluster may still reach one that may. Then there is a way out, by a detour.',
      'This check asks: **is there a program in between that leads outside, or a direct way past the gate that was declared for leaving?**',
    ],
    drawing: {
      many: ['relay → internet', 'declared gate'],
      one: 'personal data',
      toward: 'many',
      gap: ['gap', 'allowed'],
      passes: ['closed', 'allowed'],
    },
    gap: 'One step, and from there the whole internet.',
    passes: 'The only way out is the declared gate.',
    limits: ['That the program in between passes anything on.', 'That data took the detour.'],
    act: 'The team of the program in between: limit who may connect to it, or where it may connect to.',
    condition:
      '(a) w in P* has no direct way to the internet, but Allow(w, a) and Allow(a, internet, broad) for a relay a that is no declared egress gateway; or (b) an egress gateway is declared, and w has a direct external connection that does not lead through it.',
    severity: 'medium; special category high.',
    unknown: 'When a connection of the path depends.',
    evidence: 'The path of two hops with its rules.',
    fix: 'Restrict the ingress of the relay, or its egress.',
    falseAlarm: 'Message brokers pass on messages, not addresses: mark the relay and waive.',
  },
} as const satisfies Record<string, CheckGuide>;
