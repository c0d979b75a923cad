import { createReadStream } from 'node:fs';
import * as text from '#lib/text/en/server.ts';
import { demoReading } from '#server/cluster/demo/demo-source.ts';
import { labelOfFiles } from '#server/cluster/files/label-of-files.ts';
import { readSources } from '#server/cluster/files/read-sources.ts';
import { readUpload } from '#server/cluster/files/read-upload.ts';
import { liveSource } from '#server/cluster/live/live-source.ts';
import type { ClusterSource } from '#server/cluster/source.ts';
import type { SourceSpec } from '#server/config.ts';
import { readingSource } from './reading-source.ts';

/** The source that a specification names, not yet started. */
export function openSource(spec: SourceSpec): ClusterSource {
  switch (spec.type) {
    case 'demo':
      return readingSource('demo', text.DEMO_LABEL, demoReading);
    case 'files':
      return readingSource(
        'file',
        text.fileCount(spec.paths.length),
        () => readSources(spec.paths, { stdin: process.stdin }),
        ({ record }) => labelOfFiles(record, spec.paths),
      );
    case 'upload':
      return readingSource('file', spec.name, () => readUpload(spec.name, createReadStream(spec.path)));
    case 'live':
      return liveSource(spec);
  }
}
