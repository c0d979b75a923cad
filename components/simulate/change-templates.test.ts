import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { newPolicy, newWorkload } from './change-templates.ts';

test.each(['shop', '123', 'on', '1e3', 'null', '0x10'])(
  'a namespace called %s is a name in what is written for it',
  (name) => {
    for (const version of ['1.1', '1.2'] as const) {
      expect(parse(newPolicy(name), { version })).toMatchObject({ metadata: { namespace: name } });
      expect(parse(newWorkload(name, 'web', { app: name }, 1), { version })).toMatchObject({
        metadata: { namespace: name },
        spec: { selector: { matchLabels: { app: name } } },
      });
    }
  },
);
