/**
 * The intermediate representation that every policy kind compiles into (one compiler per kind in `compile/`), and that
 * the one evaluator reads.
 */
import type { Direction, NetworkPolicyPeer, Protocol } from '#lib/kube/objects.ts';
import type { AddressBlock } from './address-block.ts';
import type { Selector } from './label-selector.ts';
import type { ReasonMask } from './reasons.ts';
import type { PolicyRef } from './types.ts';

/** Policies of one rank. NetworkPolicies are the only tier today. */
export interface Tier {
  readonly name: string;
  /** Lower comes first. */
  readonly order: number;
  /** What becomes of traffic of a selected pod that no rule of the tier decides. */
  readonly unmatched: 'deny-if-selected';
  readonly policies: readonly CompiledPolicy[];
}

export interface CompiledPolicy {
  readonly id: number;
  readonly ref: PolicyRef;
  /** Which pods it is about. */
  readonly subject: { readonly namespace: string; readonly pods: Selector };
  /** The rules of each direction that it isolates for; absent where it says nothing about that direction (row 2). */
  readonly ingress: readonly CompiledRule[] | undefined;
  readonly egress: readonly CompiledRule[] | undefined;
}

export interface CompiledRule {
  readonly id: number;
  readonly policy: PolicyRef;
  readonly direction: Direction;
  readonly action: 'allow';
  /** 0-based, in the policy's list for that direction. */
  readonly index: number;
  readonly path: string;
  /** Alternatives (row 21); `anyone` where the rule names none (row 20). */
  readonly peers: readonly Peer[] | 'anyone';
  /** The peers as written, in the same order, for explanations. */
  readonly written: readonly NetworkPolicyPeer[];
  readonly ports: RulePorts;
  /** Reasons why the rule as a whole is in doubt: it admits for certain nothing then. */
  readonly doubt: ReasonMask;
}

/** Who is meant. Interned: equal peers of one model are one object. */
export type Peer =
  | {
      readonly id: number;
      readonly type: 'pods';
      /** A namespace by name, or all that a selector matches (row 22 against 23). */
      readonly namespaces: { readonly name: string } | { readonly selector: Selector };
      readonly pods: Selector;
    }
  | { readonly id: number; readonly type: 'block'; readonly block: AddressBlock }
  /** Row 27: a peer without any field matches nothing. */
  | { readonly id: number; readonly type: 'nobody' };

/** `every`: all ports of all protocols (row 43); else alternatives. */
export type RulePorts = 'every' | readonly RulePort[];

export type RulePort =
  | { readonly type: 'protocol'; readonly protocol: Protocol }
  | { readonly type: 'range'; readonly protocol: Protocol; readonly first: number; readonly last: number }
  /** Resolved on the destination pod (row 48). */
  | { readonly type: 'named'; readonly protocol: Protocol; readonly name: string };
