import type { Workload, WorkloadKind } from './objects.ts';
import { projectAnnotations, projectMeta } from './project-meta.ts';
import { projectPodSpec } from './project-pod.ts';
import {
  type RawObject,
  readBoolean,
  readLabels,
  readList,
  readObject,
  readWhole,
  requireObject,
  withoutUndefined,
} from './read-field.ts';
import type { ReadingContext } from './reading-context.ts';

/** A controller with its template; a CronJob's template moves up to `spec.template`. Throws FieldProblem. */
export function projectWorkload(
  raw: RawObject,
  apiVersion: string,
  kind: WorkloadKind,
  context: ReadingContext,
): Workload {
  const spec = requireObject(raw.spec, 'spec');
  const jobTemplate = kind === 'CronJob' ? readObject(spec.jobTemplate, 'spec.jobTemplate') : undefined;
  const template =
    jobTemplate === undefined
      ? projectTemplate(spec.template, 'spec.template', context)
      : projectTemplate(
          requireObject(jobTemplate.spec, 'spec.jobTemplate.spec').template,
          'spec.jobTemplate.spec.template',
          context,
        );
  return {
    apiVersion,
    kind,
    metadata: projectMeta(raw, 'namespaced'),
    spec: withoutUndefined<Workload['spec']>({
      replicas: replicasOf(spec, jobTemplate, kind),
      template,
      volumeClaims:
        readBoolean(spec.volumeClaims, 'spec.volumeClaims') ||
        (readList(spec.volumeClaimTemplates, 'spec.volumeClaimTemplates')?.length ?? 0) > 0 ||
        undefined,
    }),
  };
}

/** A Job runs `parallelism` pods at a time; all others say `replicas`. */
function replicasOf(spec: RawObject, jobTemplate: RawObject | undefined, kind: WorkloadKind): number | undefined {
  const kept = readWhole(spec.replicas, 'spec.replicas');
  if (kept !== undefined || (kind !== 'Job' && kind !== 'CronJob')) return kept;
  const job = jobTemplate === undefined ? spec : readObject(jobTemplate.spec, 'spec.jobTemplate.spec');
  return readWhole(job?.parallelism, 'spec.parallelism');
}

function projectTemplate(value: unknown, path: string, context: ReadingContext): Workload['spec']['template'] {
  const template = requireObject(value, path);
  const meta = readObject(template.metadata, `${path}.metadata`);
  const labels = readLabels(meta?.labels, `${path}.metadata.labels`);
  const annotations = projectAnnotations(meta?.annotations, `${path}.metadata.annotations`);
  return withoutUndefined<Workload['spec']['template']>({
    metadata: labels === undefined && annotations === undefined ? undefined : withoutUndefined({ labels, annotations }),
    spec: projectPodSpec(template.spec, `${path}.spec`, context),
  });
}
