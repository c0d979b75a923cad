import { z } from 'zod';
import type { ErrorCode } from '#lib/api/errors.ts';
import { CALLS, type CallName } from './calls.ts';

export const toStore = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), dataDir: z.string() }),
  z.object({
    type: z.literal('call'),
    id: z.int(),
    call: z.enum(Object.keys(CALLS) as [CallName, ...CallName[]]),
    args: z.array(z.unknown()),
  }),
  z.object({ type: z.literal('stop') }),
]);
export type ToStore = z.output<typeof toStore>;

export type FromStore =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | {
      readonly type: 'refused';
      readonly id: number;
      readonly error: { readonly code: ErrorCode; readonly message: string; readonly detail?: string };
    }
  | { readonly type: 'stopped' };
