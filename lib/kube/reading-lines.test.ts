import { expect, test } from 'vitest';
import { countUnread, noteLine, unreadLine } from './reading-lines.ts';

const problem = { file: 'shop.yaml', line: 12, document: 2, object: 'Pod shop/web' };

test('a line names place, object and field once', () => {
  expect(unreadLine({ ...problem, field: 'spec.x', message: 'is missing' })).toBe(
    'shop.yaml:12, document 2: Pod shop/web: spec.x is missing',
  );
  const message = 'NetworkPolicy shop/db: spec.ingress[0] names nothing.';
  expect(noteLine({ code: 'peer-matches-nothing', file: 'db.yaml', object: 'NetworkPolicy shop/db', message })).toBe(
    `db.yaml: ${message}`,
  );
  expect(noteLine({ code: 'not-followed', file: 'gone', message: 'gone is a symbolic link.' })).toBe(
    'gone is a symbolic link.',
  );
});

test('an object with several problems is counted once, and unknown ones by where they stand', () => {
  const message = 'is wrong';
  expect(countUnread([])).toBe(0);
  expect(
    countUnread([
      { ...problem, line: 13, field: 'spec.a', message },
      { ...problem, line: 14, field: 'spec.b', message },
      { ...problem, document: 3, object: 'Pod shop/db', message },
      { file: 'a.yaml', document: 1, line: 1, message },
      { file: 'b.yaml', document: 1, line: 1, message },
    ]),
  ).toBe(4);
});
