import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './places.mjs';

const stand = createRequire(import.meta.url)('./kube-client-loader.cjs');

test('the build leaves out of the client only what its KubeConfig does not use', () => {
  const config = readFileSync(join(root, 'node_modules/@kubernetes/client-node/dist/config.js'), 'utf8');
  const [, used = ''] = /import \{([^}]*)\} from '\.\/gen\/index\.js'/.exec(config) ?? [];
  const names = used
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  expect(names).not.toEqual([]);
  for (const name of names) expect(stand()).toContain(`export { ${name} }`);
});
