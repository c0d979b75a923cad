import { expect, test } from 'vitest';
import { exampleQuestions } from './example-questions.ts';

const gap = (namespace: string, name: string, dataClass: 'personal' | 'none' = 'personal', kind = 'Deployment') => ({
  ...{ subject: { namespace, kind, name }, dataClass },
});
const line = (from: string, to: string, state: 'gap' | 'depends' | 'allowed') => ({ from, to, state });

test('there is one question of each kind, about what the cluster has', () => {
  const questions = exampleQuestions(
    [gap('shop', 'web', 'none'), gap('crm', 'db')],
    [
      line('any-pod', 'crm/Deployment/db', 'gap'),
      line('shop/Deployment/web', 'crm/Deployment/db', 'gap'),
      line('shop/Deployment/web', 'crm/Deployment/api', 'gap'),
      line('shop/Deployment/web', 'addr:192.0.2.0/24', 'allowed'),
    ],
  );
  expect(questions.map(({ kind, from, to }) => [kind, from, to])).toEqual([
    ['gap', 'shop/Deployment/web', 'crm/Deployment/db'],
    ['inwards', 'internet', 'crm/Deployment/db'],
    ['outwards', 'crm/Deployment/db', 'internet'],
    ['new-pod', 'shop/?', 'crm/Deployment/db'],
    ['addresses', 'shop/Deployment/web', '192.0.2.0/24'],
  ]);
});

test('boxes that stand for several, and gaps of namespaces, are nobody that could be asked about', () => {
  expect(exampleQuestions([], [line('ns:shop', 'pod:crm/db-0', 'gap')])).toEqual([]);
  expect(exampleQuestions([gap('', 'shop', 'personal', 'Namespace')], [])).toEqual([]);
});
