import type { PolicyModel, Relation, SingleEnd } from './model.ts';
import { subtractPorts } from './port-set.ts';
import { DEPENDS_REASONS } from './types.ts';

/**
 * Row 63: a pod that reaches itself through its Service. Its own address is out of reach of policies (row 62), but here
 * plugins differ: some apply its gates as to any other pod, some apply none. The profile says which.
 */
export function selfViaService(model: PolicyModel, pod: SingleEnd & { readonly type: 'class' }): Relation {
  const direct = model.relation(pod, pod);
  const choice = model.profile.selfViaService;
  if (choice === 'allow') return direct;
  const other: SingleEnd = { type: 'class', class: pod.class }; // two ends of one class are two different pods
  const evaluated = model.relation(other, other);
  if (choice === 'evaluate') return evaluated;
  const undecided = subtractPorts(direct.may, evaluated.must);
  const uncertain = [
    ...evaluated.uncertain.filter(({ reason }) => reason !== 'self-via-service'),
    ...(evaluated.must === direct.may ? [] : [{ reason: 'self-via-service' as const, ports: undecided }]),
  ].sort((a, b) => DEPENDS_REASONS.indexOf(a.reason) - DEPENDS_REASONS.indexOf(b.reason));
  return { must: evaluated.must, may: direct.may, uncertain, reasons: uncertain.map(({ reason }) => reason) };
}
