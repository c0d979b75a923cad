import type { Article } from './articles.ts';

/** Identity, article hooks and cross-references of the checks of this version: gdpr.md §3 and Appendix A. */
export const CHECK_TABLE = {
  'CLS-001': {
    title: 'Unclassified workload connected with personal data',
    articles: ['5(2)', '24(1)', '30(1)(c)', '30(1)(d)'],
    references: ['BSI APP.4.4.A1', 'ISO 27001 A.5.9', 'ISO 27001 A.5.12', '(EU) 2024/2690 6.8.3', 'PCI DSS 1.2.4'],
  },
  'CLS-002': {
    title: 'Classification sources contradict',
    articles: ['24(1)', '30(1)(c)', '25(1)'],
    references: ['BSI APP.4.4.A1', 'ISO 27001 A.5.13', '(EU) 2024/2690 6.8.3'],
  },
  'ISO-001': {
    title: 'Personal data reachable from any pod',
    articles: ['32(1)(b)', '5(1)(f)', '25(2)'],
    references: [
      'CIS Kubernetes 5.3.2',
      'BSI APP.4.4.A7',
      '(EU) 2024/2690 6.8.2(e)',
      'ISO 27001 A.8.22',
      'NSA network separation',
      'PCI DSS 1.3.1',
    ],
  },
  'ISO-002': {
    title: 'Namespace with personal data has no default deny',
    articles: ['25(2)', '32(1)(b)'],
    references: ['CIS Kubernetes 5.3.2', 'BSI APP.4.4.A7', '(EU) 2024/2690 6.8.2(e)', 'NSA network separation'],
  },
  'ISO-003': {
    title: 'Connection across purposes or controllers without a declared flow',
    articles: ['5(1)(b)', '5(1)(f)', '26', '28', '30(1)(d)'],
    references: ['ISO 27001 A.8.3', 'ISO 27001 A.8.22', 'BSI APP.4.4.A7'],
  },
  'ISO-004': {
    title: 'Special-category data not separated from ordinary workloads',
    articles: ['32(1)(b)', '32(2)', '9', '10', '25(1)'],
    references: ['BSI APP.4.4.A18', 'BSI APP.4.4.A15', '(EU) 2024/2690 6.8.2(d)', 'ISO 27001 A.8.22'],
  },
  'ISO-005': {
    title: 'Production personal data reachable from another environment',
    articles: ['32(1)(b)', '5(1)(b)', '25(1)'],
    references: ['(EU) 2024/2690 6.8.2(h)', 'ISO 27001 A.8.31', 'ISO 27001 A.8.33', 'BSI APP.4.4.A1'],
  },
  'ISO-006': {
    title: 'Pseudonymisation domain can reach the additional information',
    articles: ['4(5)', '32(1)(a)', '25(1)', '11'],
    references: ['EDPB guidelines 01/2025 (draft)', 'ISO 27001 A.8.11', 'ISO 27001 A.8.22'],
  },
  'EXP-001': {
    title: 'Internet reaches a personal-data store directly',
    articles: ['32(1)(b)', '5(1)(f)', '25(2)'],
    references: [
      '(EU) 2024/2690 6.7',
      '(EU) 2024/2690 6.8.2(d)',
      'ISO 27001 A.8.20',
      'ISO 27001 A.8.22',
      'NSA network separation',
      'PCI DSS 1.3',
      'PCI DSS 1.4',
    ],
  },
  'EXP-002': {
    title: 'Multi-hop path from the internet to special-category data',
    articles: ['32(1)(b)', '32(2)', '25(1)', '33(3)(a)', '34'],
    references: ['(EU) 2024/2690 6.8.2(e)', 'BSI APP.4.4.A18', 'ISO 27001 A.8.22', 'PCI DSS 11.4.5'],
  },
  'EXP-003': {
    title: 'Blast radius above budget',
    articles: ['32(1)(b)', '32(2)', '33(3)(a)'],
    references: ['(EU) 2024/2690 6.8.2(e)', 'NSA network separation'],
  },
  'EXP-004': {
    title: 'Exposure that the policy cannot filter',
    articles: ['32(1)(b)', '32(1)(d)'],
    references: ['CIS Kubernetes 5.2.12', 'ISO 27001 A.8.20'],
  },
  'EXP-005': {
    title: 'Cloud metadata, kubelet or API server reachable',
    articles: ['32(1)(b)'],
    references: ['NSA control plane', 'CIS Kubernetes 5.1', 'ISO 27001 A.8.20'],
  },
  'EGR-001': {
    title: 'Unrestricted egress from personal data',
    articles: ['32(1)(b)', '25(2)', '5(1)(f)', '30(1)(d)', '30(1)(e)'],
    references: ['(EU) 2024/2690 6.8.2(e)', '(EU) 2024/2690 6.7', 'BSI APP.4.4.A7', 'NSA egress', 'PCI DSS 1.3.2'],
  },
  'EGR-002': {
    title: 'Egress to an undeclared recipient',
    articles: ['28', '30(1)(d)', '13(1)(e)'],
    references: [
      'ISO 27001 A.5.14',
      'ISO 27001 A.5.19',
      'ISO 27001 A.5.20',
      'ISO 27001 A.5.21',
      'ISO 27001 A.5.22',
      'ISO 27001 A.5.23',
    ],
  },
  'EGR-003': {
    title: 'Indication of a transfer to a third country without a recorded basis',
    articles: ['44', '46', '49', '13(1)(f)', '15(2)', '30(1)(e)'],
    references: ['EDPB guidelines 05/2021', 'EDPB recommendations 01/2020', 'ISO 27001 A.5.14', 'ISO 27001 A.5.34'],
  },
  'EGR-004': {
    title: 'Conditional or expiring transfer basis',
    articles: ['45', '46', '24(1)'],
    references: ['ISO 27001 A.5.31'],
  },
  'EGR-005': {
    title: 'Processor record incomplete',
    articles: ['28', '30(1)(d)', '30(2)'],
    references: ['ISO 27001 A.5.20', 'ISO 27001 A.5.21'],
  },
  'EGR-006': {
    title: 'Data store starts outbound connections',
    articles: ['32(1)(b)', '25(2)', '5(1)(c)'],
    references: ['(EU) 2024/2690 6.8.2(e)', 'BSI APP.4.4.A18'],
  },
  'EGR-007': {
    title: 'Indirect way out, or by-pass of an egress gateway',
    articles: ['32(1)(b)', '44'],
    references: ['(EU) 2024/2690 6.7', 'ISO 27001 A.8.20', 'ISO 27001 A.8.23'],
  },
  'DNS-001': {
    title: 'Egress-isolated workload without DNS',
    articles: ['32(1)(b)'],
    references: ['CIS Kubernetes 5.3.2', 'BSI APP.4.4.A7', 'ISO 27001 A.8.20', '(EU) 2024/2690 6.7'],
  },
  'DNS-002': {
    title: 'DNS open to any destination',
    articles: ['32(1)(b)', '30(1)(d)'],
    references: ['(EU) 2024/2690 6.7', 'NSA egress'],
  },
  'POL-001': {
    title: 'Deny that allows the whole namespace',
    articles: ['25(2)', '32(1)(d)'],
    references: ['CIS Kubernetes 5.3.2', 'BSI APP.4.4.A7', 'ISO 27001 A.8.9', 'PCI DSS 1.2.7'],
  },
  'POL-002': {
    title: 'Allow-all rule',
    articles: ['25(2)', '32(1)(b)'],
    references: ['CIS Kubernetes 5.3.2', 'PCI DSS 1.2.5'],
  },
  'POL-003': {
    title: 'Rule points the wrong way',
    articles: ['32(1)(d)', '25(1)'],
    references: ['BSI APP.4.4.A7', 'ISO 27001 A.8.9', 'ISO 27001 A.8.21', 'PCI DSS 1.2.7'],
  },
  'POL-004': {
    title: 'Policy selects no pod',
    articles: ['32(1)(d)', '24(1)'],
    references: ['Kubescape C-0299', 'ISO 27001 A.8.9', 'PCI DSS 1.2.7'],
  },
  'POL-005': {
    title: 'Policy landed in the wrong namespace',
    articles: ['32(1)(d)'],
    references: ['CIS Kubernetes 5.6.4', 'ISO 27001 A.8.9'],
  },
  'POL-006': {
    title: 'Dead peer or dead port',
    articles: ['32(1)(d)'],
    references: ['ISO 27001 A.8.9'],
  },
  'POL-007': {
    title: 'OR where AND was meant',
    articles: ['25(2)', '32(1)(d)'],
    references: ['CIS Kubernetes 5.3.2', 'BSI APP.4.4.A7', 'ISO 27001 A.8.9'],
  },
  'POL-008': {
    title: 'Redundant, shadowed or overridden rule',
    articles: ['32(1)(d)', '24(1)'],
    references: ['ISO 27001 A.8.9', 'PCI DSS 1.2.7'],
  },
  'POL-009': {
    title: 'Address block that does not mean what it says',
    articles: ['32(1)(d)'],
    references: ['ISO 27001 A.8.9', 'PCI DSS 1.2.7'],
  },
  'POL-010': {
    title: 'Trust boundary made of labels that the other side can set',
    articles: ['32(1)(b)', '32(4)', '25(1)'],
    references: ['BSI APP.4.4.A18', 'BSI APP.4.4.A7', 'ISO 27001 A.8.3'],
  },
  'ENF-001': {
    title: 'Enforcement not established',
    articles: ['32(1)(b)', '32(1)(d)', '5(2)'],
    references: ['CIS Kubernetes 5.3.1', 'NSA CNI'],
  },
  'ENF-002': {
    title: 'Host-network workload touches personal data',
    articles: ['32(1)(b)'],
    references: ['CIS Kubernetes 5.2.5', 'Kubescape C-0041'],
  },
  'ENF-004': {
    title: 'Policies present that are not evaluated',
    articles: ['5(2)'],
    references: ['CIS Kubernetes 5.3.1', 'BSI APP.4.4.A7'],
  },
  'OBS-001': {
    title: 'Observed flow that nothing in force allows',
    articles: ['32(1)(b)', '32(1)(d)'],
    references: ['(EU) 2024/2690 6.8.3', 'PCI DSS 11.4.5', 'ISO 27001 A.8.16', 'BSI APP.4.4.A13'],
  },
  'OBS-002': {
    title: 'Observed flow with personal data that nobody declared',
    articles: ['30(1)(d)', '30(1)(e)', '5(2)', '28'],
    references: ['ISO 27001 A.5.14', 'PCI DSS 1.2.4'],
  },
  'MIN-001': {
    title: 'Permission not used',
    articles: ['5(1)(c)', '25(2)', '32(1)(d)'],
    references: ['ISO 27001 A.5.18', 'ISO 27001 A.8.2', 'PCI DSS 1.2.7'],
  },
  'MIN-002': {
    title: 'Ports broader than the service',
    articles: ['25(2)', '32(1)(b)'],
    references: ['BSI APP.4.4.A7', 'BSI APP.4.4.A18', 'PCI DSS 1.2.5'],
  },
  'GOV-001': {
    title: 'Personal-data workload without record data',
    articles: ['30(1)(b)', '30(1)(c)', '30(1)(f)', '24(1)'],
    references: ['ISO 27001 A.5.9', 'ISO 27001 A.5.34'],
  },
  'GOV-003': {
    title: 'Evidence or waiver out of date',
    articles: ['5(2)', '32(1)(d)'],
    references: ['(EU) 2024/2690 6.8.3', 'PCI DSS 1.2.7'],
  },
} as const satisfies Record<
  string,
  { readonly title: string; readonly articles: readonly Article[]; readonly references: readonly string[] }
>;

export type CheckId = keyof typeof CHECK_TABLE;
