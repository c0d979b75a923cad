import { expect, test } from 'vitest';
import { parseDataMap } from './data-map/parse-data-map.ts';
import { EMPTY_DATA_MAP } from './data-map/types.ts';
import { suggestRecipients } from './suggest-recipients.ts';
import { cluster, namespace } from './testing/manifests.ts';
import { flow, observed } from './testing/observed.ts';
import { modelOf } from './testing/report-of.ts';

const external = (name: string, host: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: crm}\nspec: {type: ExternalName, externalName: ${host}}`;
const MODEL = modelOf(
  cluster(
    namespace('crm'),
    external('payments', 'api.stripe.com'),
    external('partner', 'api.partner.example'),
    external('inside', 'db.crm.svc.cluster.local'),
  ),
);

test('names outside that Services lead to are proposed as recipients, known ones with what they are', () => {
  expect(suggestRecipients(MODEL, EMPTY_DATA_MAP)).toEqual([
    { name: 'api.partner.example', namedBy: ['Service crm/partner'] },
    {
      name: 'api.stripe.com',
      namedBy: ['Service crm/payments'],
      known: { id: 'H-EXT-01', service: 'Stripe', does: 'payments' },
    },
  ]);
});

test('what a recipient of the DataMap covers is proposed no more', () => {
  const { dataMap } = parseDataMap(
    'apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\nrecipients: [{id: partner, fqdns: ["*.partner.example"]}]',
  );
  expect(suggestRecipients(MODEL, dataMap).map(({ name }) => name)).toEqual(['api.stripe.com']);
});

test('names outside that were seen to be connected to are proposed, with who was', () => {
  const { traffic } = observed([
    flow('crm/mailer', 'name:api.mailgun.net', 443),
    flow('crm/mailer', 'name:api.stripe.com', 443, { verdict: 'denied' }),
  ]);
  const proposed = suggestRecipients(modelOf(cluster(namespace('crm'))), EMPTY_DATA_MAP, traffic);
  expect(proposed).toMatchObject([
    { name: 'api.mailgun.net', namedBy: ['observed from crm/Deployment/mailer'], known: { service: 'Mailgun' } },
  ]);
});
