import type { Article } from './articles.ts';

/** Identity, article hooks and cross-references of the checks of this version: gdpr.md §3 and Appendix A. */
export const CHECK_TABLE = {
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
  'EGR-001': {
    title: 'Unrestricted egress from personal data',
    articles: ['32(1)(b)', '25(2)', '5(1)(f)', '30(1)(d)'],
    references: ['(EU) 2024/2690 6.8.2(e)', '(EU) 2024/2690 6.7', 'BSI APP.4.4.A7', 'NSA egress', 'PCI DSS 1.3.2'],
  },
  'DNS-001': {
    title: 'Egress-isolated workload without DNS',
    articles: ['32(1)(b)'],
    references: ['CIS Kubernetes 5.3.2', 'BSI APP.4.4.A7', 'ISO 27001 A.8.20', '(EU) 2024/2690 6.7'],
  },
  'POL-001': {
    title: 'Deny that allows the whole namespace',
    articles: ['25(2)', '32(1)(d)'],
    references: ['CIS Kubernetes 5.3.2', 'BSI APP.4.4.A7', 'ISO 27001 A.8.9', 'PCI DSS 1.2.7'],
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
} as const satisfies Record<
  string,
  { readonly title: string; readonly articles: readonly Article[]; readonly references: readonly string[] }
>;

export type CheckId = keyof typeof CHECK_TABLE;
