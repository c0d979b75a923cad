/**
 * The intermediate representation that every policy kind compiles into (one compiler per kind in `compile/`), and that
 * the one evaluator reads.
 */
import type { Direction, Protocol } from '#lib/kube/objects.ts';
import type { AddressBlock } from './address-block.ts';
import type { Selector } from './label-selector.ts';
import type { ReasonMask } from './reasons.ts';
import type { PolicyRef } from './types.ts';

/** The tiers in the order in which they are asked (rows A1, C2). After the last one everything is allowed. */
export type TierName = 'Admin' | 'NetworkPolicy' | 'Baseline';

/** Policies of one rank. */
export interface Tier {
  readonly name: TierName;
  /**
   * What becomes of traffic of a selected pod that no rule of the tier decides: NetworkPolicies deny it (row 1), the
   * other tiers say nothing about it (row A6).
   */
  readonly unmatched: 'deny-if-selected' | 'next';
  readonly policies: readonly CompiledPolicy[];
}

export interface CompiledPolicy {
  readonly id: number;
  readonly ref: PolicyRef;
  readonly tier: TierName;
  /** Within the tier and kind, lower first; 0 where the kind has none. */
  readonly priority: number;
  /** Which pods it is about. */
  readonly subject: PodsMeant;
  /**
   * The rules of each direction, first match first where the tier is ordered; absent where the policy says nothing
   * about that direction (rows 2, A19).
   */
  readonly ingress: readonly CompiledRule[] | undefined;
  readonly egress: readonly CompiledRule[] | undefined;
}

export interface PodsMeant {
  /** A namespace by name, or all that a selector matches. */
  readonly namespaces: { readonly name: string } | { readonly selector: Selector };
  readonly pods: Selector;
}

/** `pass`: leaves the tier. `unknown`: what a rule does that could not be read. */
export type RuleAction = 'allow' | 'deny' | 'pass' | 'unknown';

export interface CompiledRule {
  readonly id: number;
  readonly policy: PolicyRef;
  readonly direction: Direction;
  readonly action: RuleAction;
  /** 0-based, in the policy's list for that direction. */
  readonly index: number;
  readonly path: string;
  /** Alternatives (row 21); `anyone` where the rule names none (row 20). */
  readonly peers: readonly Peer[] | 'anyone';
  readonly ports: RulePorts;
  /** Reasons why the rule as a whole is in doubt: it applies for certain to nothing then. */
  readonly doubt: ReasonMask;
  /** Rows A11, C13: a peer has no field that is known here. What the rule was meant to do, against what it does. */
  readonly failsClosed?: 'matches-nothing' | 'denies-all';
}

/** Who is meant. Interned: equal peers of one model are one object. */
export type Peer =
  | ({
      readonly id: number;
      readonly type: 'pods';
      /** NetworkPolicy means host-network pods where these are read as pods; the other kinds never do (rows A9, C15). */
      readonly meansHostNetwork: boolean;
    } & PodsMeant)
  /** `ipBlock`: whether it means pods and nodes is the profile's matter (rows 73, 74). */
  | { readonly id: number; readonly type: 'block'; readonly block: AddressBlock }
  /** `networks`: pods, nodes and what is outside alike, in every profile (rows A15, C11). */
  | { readonly id: number; readonly type: 'network'; readonly block: AddressBlock }
  /** By the labels of nodes; host-network pods are reached as nodes (row A16). */
  | { readonly id: number; readonly type: 'nodes'; readonly selector: Selector }
  /** What the names resolve to is not ours to know: what is outside, a node, and a pod where `meansPods` (row A18). */
  | { readonly id: number; readonly type: 'names'; readonly names: readonly string[]; readonly meansPods: boolean }
  /** Row 27: a peer without any field matches nothing. */
  | { readonly id: number; readonly type: 'nobody' };

/** `every`: all ports of all protocols (row 43); else alternatives. */
export type RulePorts = 'every' | readonly RulePort[];

export type RulePort =
  | { readonly type: 'protocol'; readonly protocol: Protocol }
  | {
      readonly type: 'range';
      readonly protocol: Protocol;
      readonly first: number;
      readonly last: number;
      /** `endPort` of NetworkPolicy needs a plugin that knows it (row 55). */
      readonly needsEndPort: boolean;
    }
  /** Resolved on the destination pod (row 48); `any`: under whatever protocol the pod declares it (rows A13, C9). */
  | { readonly type: 'named'; readonly protocol: Protocol | 'any'; readonly name: string };
