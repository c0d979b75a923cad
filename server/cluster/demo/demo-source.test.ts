import { expect, test } from 'vitest';
import { dataMapNotes } from '#lib/gdpr/data-map/data-map-notes.ts';
import { parseDataMap } from '#lib/gdpr/data-map/parse-data-map.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { detectPlugin } from '#lib/policy/detect-plugin.ts';
import { entrySet } from '#lib/policy/exposure.ts';
import { PROFILES } from '#lib/policy/profile.ts';
import { pluginSentence } from '#lib/text/en/plugin.ts';
import { DEMO_TAKEN, demoDataMap, demoReading } from './demo-source.ts';

const { objects, taken } = await demoReading();
const model = compileModel(objects, PROFILES.upstream);

function end(pod: string) {
  const id = model.classOf(pod);
  if (id === undefined) throw new Error(`no class for ${pod}`);
  return { type: 'class', class: id, pod } as const;
}

/** How many pods can reach the pod on any TCP port: for certain, and possibly. */
function sources(pod: string) {
  let certain = 0;
  let possible = 0;
  for (const { relation, classes } of model.rowsInto(end(pod))) {
    for (const count of classes.values()) {
      if (relation.must.TCP.length > 0) certain += count;
      else possible += count;
    }
  }
  return { certain, possible };
}

const isolated = (direction: 'ingress' | 'egress', state: string) =>
  [...objects.pods.keys()].filter((pod) => model.gate(end(pod), direction).isolated === state).length;

test('the demo has 40 pods in 9 namespaces on 3 nodes, and all of it can be read', () => {
  expect([objects.pods.size, model.namespaces.length, objects.nodes.size]).toEqual([40, 9, 3]);
  expect(objects.completeness.unread).toEqual([]);
  expect(objects.completeness.notes).toEqual([]);
  expect(taken).toBe(DEMO_TAKEN);
});

test('25 pods can reach crm-db and 27 records-db; the one on the host network depends', () => {
  expect(sources('crm/crm-db-0')).toEqual({ certain: 25, possible: 1 });
  expect(sources('health-records/records-db-0')).toEqual({ certain: 27, possible: 1 });
});

test('26 pods have open egress, one of them depends; 18 accept connections from any pod', () => {
  expect([isolated('egress', 'no'), isolated('egress', 'depends')]).toEqual([25, 1]);
  expect(isolated('ingress', 'no')).toBe(18);
});

test('its plugin is Cilium 1.19 on all three nodes, and its internet comes in through one proxy', () => {
  const detection = detectPlugin(objects);
  expect(pluginSentence(detection)).toBe('Cilium 1.19 on 3 of 3 nodes, not tested');
  expect(detection.proposed).toBe('cilium');
  const entered = entrySet(model).entries.filter(({ reach }) => reach === 'internet');
  expect(new Set(entered.map(({ via }) => via))).toEqual(new Set(['LoadBalancer', 'Ingress']));
  const proxies = entered.flatMap(({ controller }) => (controller?.state === 'known' ? controller.workloads : []));
  expect(new Set(proxies)).toEqual(new Set(['ingress/Deployment/ingress-nginx']));
});

test('orders may connect to payments-api on 8443, because both gates let it through', () => {
  const { verdict } = model.explain(end('shop/orders-7f9c4-x2k8p'), end('payments/payments-api-5b8-9qk'), {
    protocol: 'TCP',
    port: 8443,
  });
  expect(verdict).toBe('allow');
});

test('every pod belongs to a workload of the demo, and every policy says who changed it last', () => {
  expect([...objects.pods.keys()].filter((pod) => !objects.workloads.has(model.workloadOfPod(pod)))).toEqual([]);
  expect([...objects.networkPolicies.values()].every(({ metadata }) => metadata.managedFields?.length === 1)).toBe(
    true,
  );
});

test('the company of the demo declares its data without a problem', () => {
  const { dataMap, problems } = parseDataMap(demoDataMap().text);
  expect(problems).toEqual([]);
  expect(dataMapNotes(model, dataMap)).toEqual([]);
  expect(dataMap.recipients.map(({ id }) => id)).toEqual(['payrail', 'payrail-risk', 'mailgate', 'backup']);
});
