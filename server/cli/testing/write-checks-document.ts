/** Writes docs/checks.md from the registry: npm run docs:checks */
import { writeFileSync } from 'node:fs';
import { writeChecksDocument } from '#lib/gdpr/checks/checks-document.ts';

writeFileSync(new URL('../../../docs/checks.md', import.meta.url), writeChecksDocument());
