import type { CompiledGate } from './gates.ts';
import type { GateState } from './model.ts';
import { reasonBit, reasonsOf } from './reasons.ts';
import type { Profile } from './types.ts';

const NO_GATE: GateState = { isolated: 'none', policies: [], reasons: [] };

/**
 * Whether an end is isolated, and by what.
 * @param gate as an ordinary pod; undefined for nodes and what is outside.
 */
export function gateState(
  gate: CompiledGate | undefined,
  hostNetwork: boolean,
  { hostNetworkPods }: Profile,
): GateState {
  if (gate === undefined || (hostNetwork && hostNetworkPods === 'asNodes')) return NO_GATE;
  const policies = gate.policies.map(({ ref }) => ref);
  const reasons = gate.undecided | gate.doubt;
  // Nothing certain is known, or what is not understood may isolate a pod that nothing else does.
  if (gate.undecided !== 0 || (gate.doubt !== 0 && policies.length === 0)) {
    return { isolated: 'depends', policies, reasons: reasonsOf(reasons) };
  }
  if (policies.length === 0) return { isolated: 'no', policies, reasons: [] };
  if (hostNetwork && hostNetworkPods === 'depends') {
    return { isolated: 'depends', policies, reasons: reasonsOf(reasons | reasonBit('host-network')) };
  }
  return { isolated: 'yes', policies, reasons: reasonsOf(reasons) };
}
