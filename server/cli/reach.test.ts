import { expect, test } from 'vitest';
import { runCli } from './testing/run-cli.ts';

const WORKLOAD = `apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {replicas: 2, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c}]}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: mail, namespace: shop}
spec: {podSelector: {matchLabels: {app: mail}}, egress: [{to: [{ipBlock: {cidr: 203.0.113.0/28}}]}]}
`;

test('of several pairs that have the same ports, none has "also no port"', async () => {
  const { status, stdout } = await runCli(
    ['reach', '-', '--from', 'shop/Deployment/web', '--to', '203.0.113.0/24'],
    WORKLOAD,
  );
  expect(status).toBe(0);
  expect(stdout).toContain('Both gates let through: any port.');
  expect(stdout).not.toContain('no port');
});

test('of several pairs that differ, the sentence speaks of all, not of the most open one', async () => {
  const mine = WORKLOAD.replaceAll('mail', 'web');
  const { stdout } = await runCli(['reach', '-', '--from', 'shop/Deployment/web', '--to', '203.0.113.0/24'], mine);
  expect(stdout.split('\n')[0]).toBe(
    'MIXED  From shop/Deployment/web to 203.0.113.0/24: no port for all pairs, any port for some.',
  );
  expect(stdout).toContain('Pairs differ. The gates of one of them:');
  expect(stdout).toContain('For some pairs also: any port; for the others not, or not for certain.');
});

test('of several parts of a block that have the same ports, the sentence names the block', async () => {
  const { stdout } = await runCli(['reach', '-', '--from', 'shop/Deployment/web', '--to', '203.0.113.0/24'], WORKLOAD);
  expect(stdout.split('\n')[0]).toBe('ALLOW  From shop/Deployment/web to 203.0.113.0/24: any port for all pairs.');
});
