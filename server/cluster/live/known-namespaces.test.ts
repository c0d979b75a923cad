import { expect, test } from 'vitest';
import type { KeptObject } from '#lib/kube/objects.ts';
import type { SourceSink } from '#server/cluster/source.ts';
import { withKnownNamespaces } from './known-namespaces.ts';

const namespace = (name: string) => ({ kind: 'Namespace', metadata: { name } }) as KeptObject;

test('whoever listens hears of a namespace before the sink does, and once', () => {
  const heard: string[] = [];
  const told = {
    reset: (kind: string, objects: readonly KeptObject[]) => void heard.push(`reset ${kind} ${objects.length}`),
    upsert: ({ metadata }: KeptObject) => void heard.push(`upsert ${metadata.name}`),
    remove: (_: string, key: string) => void heard.push(`remove ${key}`),
  } as unknown as SourceSink;
  const { sink, namespaces } = withKnownNamespaces(told);
  const end = namespaces.onAdded((name) => void heard.push(`new ${name}`));
  sink.reset('Namespace', [namespace('crm')]);
  sink.upsert(namespace('crm'));
  sink.upsert(namespace('late'));
  sink.upsert({ kind: 'Pod', metadata: { name: 'web', namespace: 'late' } } as KeptObject);
  sink.remove('Namespace', 'crm');
  expect(heard).toEqual([
    'new crm',
    'reset Namespace 1',
    'upsert crm',
    'new late',
    'upsert late',
    'upsert web',
    'remove crm',
  ]);
  expect([...namespaces.names]).toEqual(['late']);
  end();
  sink.upsert(namespace('later'));
  expect(heard.at(-1)).toBe('upsert later');
});
