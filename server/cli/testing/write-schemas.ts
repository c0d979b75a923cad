/** Writes docs/schemas from the formats: node server/cli/testing/write-schemas.ts */
import { writeFileSync } from 'node:fs';
import { FORMATS, type FormatName, formatSchema } from '#lib/api/formats.ts';

for (const name of Object.keys(FORMATS) as FormatName[]) {
  writeFileSync(new URL(`../../../docs/schemas/${name}.schema.json`, import.meta.url), formatSchema(name));
}
