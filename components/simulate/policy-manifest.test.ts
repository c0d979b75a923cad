import { expect, test } from 'vitest';
import { policyManifest } from './policy-manifest.ts';

const LIVE = `kind: NetworkPolicy
metadata:
  name: db
  uid: a-b
  resourceVersion: "17"
  labels:
    uid: kept
spec:
  podSelector:
    matchLabels:
      app: db
`;

test('what the server adds to a live policy is left out, and nothing else', () => {
  expect(policyManifest({ source: 'rendering', text: LIVE })).toBe(
    LIVE.replace('  uid: a-b\n  resourceVersion: "17"\n', ''),
  );
  expect(policyManifest({ source: 'file', text: LIVE })).toBe(LIVE);
});
