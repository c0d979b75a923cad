/** Articles of the GDPR with the sense in which a network control supports them: gdpr.md §2.6. */
export const ARTICLE_TEXTS = {
  '4(5)': {
    title: 'Pseudonymisation',
    sentence: 'Additional information is to be kept separately; a path between both is an opportunity to join them.',
  },
  '5(1)(b)': {
    title: 'Purpose limitation',
    sentence:
      'A reachable path is an opportunity, not a processing; narrowing it supports limitation. It does not show what data flows.',
  },
  '5(1)(c)': {
    title: 'Data minimisation',
    sentence:
      'A reachable path is an opportunity, not a processing; narrowing it supports minimisation. It does not show what data flows.',
  },
  '5(1)(f)': {
    title: 'Integrity and confidentiality',
    sentence: 'Limits who can connect; supports protection against unauthorised processing.',
  },
  '5(2)': {
    title: 'Accountability',
    sentence: 'Dated, reproducible evidence of the measure and its review supports accountability.',
  },
  '9': {
    title: 'Special categories of data',
    sentence: 'Higher sensitivity raises the level of security that is appropriate (Art. 32(1), (2)).',
  },
  '10': {
    title: 'Criminal convictions and offences',
    sentence: 'Higher sensitivity raises the level of security that is appropriate (Art. 32(1), (2)).',
  },
  '11': {
    title: 'Processing without identification',
    sentence: 'Separation supports processing that does not need to identify people.',
  },
  '13(1)(e)': {
    title: 'Information on recipients',
    sentence: 'Information on recipients can be complete only where the recipients are known.',
  },
  '13(1)(f)': {
    title: 'Information on transfers',
    sentence: 'Indication of a possible transfer; people must check whether there is one.',
  },
  '15(2)': {
    title: 'Access: safeguards of transfers',
    sentence: 'Answers on safeguards need to know the transfers; this is an indication of a possible one.',
  },
  '24(1)': {
    title: 'Responsibility of the controller',
    sentence: 'Dated, reproducible evidence of the measure and its review supports accountability.',
  },
  '25(1)': {
    title: 'Data protection by design',
    sentence: 'A rule that does what it was meant to do supports protection by design.',
  },
  '25(2)': {
    title: 'Data protection by default',
    sentence:
      'Default deny supports the accessibility dimension of protection by default; it is not identical with it.',
  },
  '26': {
    title: 'Joint controllers',
    sentence: 'A path to another controller’s workload: check the arrangement. The tool cannot see contracts.',
  },
  '28': {
    title: 'Processors',
    sentence:
      'An allowed path to an endpoint without a declared processor record: check the contract. The tool cannot see contracts.',
  },
  '30(1)(b)': {
    title: 'Records: purposes',
    sentence: 'Pre-fills and cross-checks the record; the record stays the controller’s.',
  },
  '30(1)(c)': {
    title: 'Records: categories of data and people',
    sentence: 'Pre-fills and cross-checks the record; the record stays the controller’s.',
  },
  '30(1)(d)': {
    title: 'Records: recipients',
    sentence:
      'Recipients cannot be checked against the record while they are not known. The record stays the controller’s.',
  },
  '30(1)(e)': {
    title: 'Records: transfers',
    sentence:
      'Transfers cannot be checked against the record while they are not known. The record stays the controller’s.',
  },
  '30(1)(f)': {
    title: 'Records: time limits for erasure',
    sentence: 'Pre-fills and cross-checks the record; the record stays the controller’s.',
  },
  '30(2)': {
    title: 'Records of processors',
    sentence: 'Pre-fills and cross-checks the record; the record stays the processor’s.',
  },
  '32(1)(a)': {
    title: 'Pseudonymisation and encryption',
    sentence: 'Keeping the additional information out of reach supports pseudonymisation as a measure.',
  },
  '32(1)(b)': {
    title: 'Confidentiality, integrity, availability and resilience',
    sentence: 'Limits who can connect; supports the ability to ensure ongoing confidentiality and resilience.',
  },
  '32(1)(d)': {
    title: 'Regular testing, assessing and evaluating',
    sentence: 'This check is a test of the effectiveness of a technical measure, with its evidence.',
  },
  '32(2)': {
    title: 'Level of security appropriate to the risk',
    sentence: 'Higher sensitivity raises the level of security that is appropriate.',
  },
  '32(4)': {
    title: 'People who act on instructions only',
    sentence: 'A boundary that the other side can move does not bind those who act under authority.',
  },
  '33(3)(a)': {
    title: 'Notification: possible scope',
    sentence: 'Blast radius helps to estimate possible scope; it is not a finding that data was accessed.',
  },
  '34': {
    title: 'Communication to those concerned: possible scope',
    sentence: 'Blast radius helps to estimate possible scope; it is not a finding that data was accessed.',
  },
  '44': {
    title: 'General principle for transfers',
    sentence:
      'Indication of a possible transfer; the three criteria of EDPB guidelines 05/2021 must be checked by people.',
  },
  '45': {
    title: 'Transfers by adequacy decision',
    sentence: 'A dated look at the conditions of the decision; people must confirm that they hold for this importer.',
  },
  '46': {
    title: 'Transfers with appropriate safeguards',
    sentence: 'Indication that a record of safeguards is missing or old; the tool cannot see contracts.',
  },
  '49': {
    title: 'Derogations',
    sentence: 'A derogation is an exception that people must justify case by case.',
  },
} as const;
