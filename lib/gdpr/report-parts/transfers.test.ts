import { expect, it } from 'vitest';
import { EMPTY_DATA_MAP, type Recipient } from '../data-map/types.ts';
import { createContext } from '../run-checks.ts';
import { crmTo, recipient } from '../testing/recipients.ts';
import { modelOf } from '../testing/report-of.ts';
import { transferTable } from './transfers.ts';

const tableOf = (
  recipients: readonly Recipient[],
  taken = '2026-11-01T00:00:00Z',
  regime: 'eu-gdpr' | 'uk-gdpr' = 'eu-gdpr',
) =>
  transferTable(
    createContext(modelOf(crmTo('203.0.113.0/28')), {
      taken,
      dataMap: {
        ...EMPTY_DATA_MAP,
        regime,
        recipients,
        flows: [{ line: 1, from: 'crm/Deployment/crm-api', to: 'recipient:mailer', ports: [] }],
      },
    }),
  );

it('names for each recipient the country, where it stands on the day, and who may connect', () => {
  const { checkedOn, recipients } = tableOf([
    recipient('mailer', { importerCountry: 'us', cidrs: ['203.0.113.0/30'] }),
    recipient('other', { importerCountry: 'IN', cidrs: ['198.51.100.0/24'] }),
  ]);
  expect(checkedOn).toBe('2026-10-01');
  expect(recipients).toMatchObject([
    { id: 'other', country: 'IN', standing: { type: 'none' }, allowedFrom: [], declaredFrom: [] },
    {
      id: 'mailer',
      country: 'US',
      standing: { type: 'adequate', condition: expect.stringContaining('Privacy Framework') },
      allowedFrom: ['crm/Deployment/crm-api'],
      declaredFrom: ['crm/Deployment/crm-api'],
    },
  ]);
});

it('judges by the time of the source, and says when a decision ended', () => {
  const [row] = tableOf([recipient('uk', { importerCountry: 'GB' })], '2032-01-01T00:00:00Z').recipients;
  expect(row?.standing).toMatchObject({ type: 'none', endedOn: '2031-12-27' });
});

it('leaves out offices of one’s own, and puts what has no country last', () => {
  const { recipients } = tableOf([
    recipient('nowhere'),
    recipient('office', { kind: 'own' }),
    recipient('zambia', { importerCountry: 'ZM' }),
  ]);
  expect(recipients.map(({ id }) => id)).toEqual(['zambia', 'nowhere']);
});

it('judges nothing under a law that no table ships for', () => {
  const { checkedOn, recipients } = tableOf([recipient('us', { importerCountry: 'US' })], undefined, 'uk-gdpr');
  expect([checkedOn, recipients[0]?.standing]).toEqual([undefined, undefined]);
});
