import { expect, it } from 'vitest';
import { fileName } from './save-snapshot-file.ts';

it('names a downloaded file after cluster, number and what it is', () => {
  expect(fileName('demo', 42, 'snapshot.pdf')).toBe('ringfence-demo-snapshot-42.pdf');
  expect(fileName('demo', 42, 'evidence.json')).toBe('ringfence-demo-snapshot-42-evidence.json');
  expect(fileName('demo', 42, 'package.zip')).toBe('ringfence-demo-snapshot-42-package.zip');
});
