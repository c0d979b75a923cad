import { expect, test } from 'vitest';
import { boldSentence } from './bold-sentence.ts';

test('ends and port are bold where they are first named', () => {
  expect(
    boldSentence('orders may connect to payments-api on TCP 8443, because orders may.', [
      'orders',
      'payments-api',
      'TCP 8443',
    ]),
  ).toBe('**orders** may connect to **payments-api** on **TCP 8443**, because orders may.');
});

test('a name inside a longer name is left alone', () => {
  expect(boldSentence('payments-api may connect to payments.', ['payments'])).toBe(
    'payments-api may connect to **payments**.',
  );
});

test('the longer name wins where one holds the other', () => {
  expect(boldSentence('crm-db-0 may not connect to crm-db.', ['crm-db', 'crm-db-0'])).toBe(
    '**crm-db-0** may not connect to **crm-db**.',
  );
});

test('a word that is not there changes nothing', () => {
  expect(boldSentence('The internet may connect.', ['orders', ''])).toBe('The internet may connect.');
});
