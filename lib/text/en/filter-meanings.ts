/** What the keys and values of the filter mean: told where they are offered. */

import type { FilterKey } from '#lib/graph/filter/filter-language.ts';

/** Beside each key, where keys are offered. */
export const FILTER_KEY_MEANINGS: Readonly<Record<FilterKey, string>> = {
  ns: 'namespace, with * for the rest',
  kind: 'Deployment, StatefulSet, …',
  name: 'name, with * for the rest',
  label: 'label of its pods: app=web, or app alone',
  class: 'what data it holds',
  gap: 'its worst gap, this one or worse',
  check: 'has a gap of this check, or family: iso',
  policy: 'is selected by the policy of that name',
  port: '5432, udp/53 or any',
  verdict: 'allowed or depends',
  reaches: 'may start connections to: internet, payments, crm/crm-db, class:special',
  state: 'used, unused, seen-denied, …',
  since: 'seen for the first time since 24h, 7d',
  from: 'who began it: name, or namespace/name, with *',
  to: 'whom it was meant for, likewise',
};

/** Beside a value, where the word alone says too little. */
export const FILTER_VALUE_MEANINGS: Readonly<Record<string, string>> = {
  'class:personal': 'data about people',
  'class:special': 'health, religion, biometrics and the like',
  'class:criminal': 'convictions and offences',
  'class:children': 'data about children',
  'class:pseudonymised': 'needs a second source to name people',
  'class:unknown': 'nothing says what it holds',
  'class:none': 'said to hold no personal data',
  'gap:any': 'any gap',
  'gap:critical': 'critical',
  'gap:high': 'high or worse',
  'gap:medium': 'medium or worse',
  'gap:low': 'low or worse',
  'gap:info': 'info or worse',
  'verdict:allowed': 'for certain',
  'verdict:depends': 'on what cannot be known here',
  'reaches:internet': 'any address outside',
  'state:seen-denied': 'passed, though nothing in force allows it',
  'state:denied': 'refused',
  'state:denied-allowed': 'refused, or reported so, though policies allow it',
  'state:would-deny': 'passed, and would be refused',
  'state:used': 'allowed and seen',
  'state:unused': 'allowed and not seen, with both ends observed',
  'state:not-enough-seen': 'allowed and not seen, too little was observed',
  'state:unjudged': 'seen, and nobody can say what decided',
};
