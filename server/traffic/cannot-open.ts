import { RingfenceError } from '#lib/api/errors.ts';
import { TRAFFIC } from '#lib/text/en/traffic.ts';

/** Why a store of flows cannot be opened: USAGE where another process holds it, NOT_WRITABLE, DAMAGED. */
export function cannotOpen(file: string, error: Error): RingfenceError {
  const holder = /Conflicting lock is held in (.*?) ?\(PID (\d+)\)/.exec(error.message);
  if (holder !== null) return new RingfenceError('USAGE', TRAFFIC.inUse(file, Number(holder[2])), error.message);
  if (/Permission denied|Read-only|No space left/i.test(error.message)) {
    return new RingfenceError('NOT_WRITABLE', TRAFFIC.notWritable(file), error.message);
  }
  return new RingfenceError('DAMAGED', TRAFFIC.cannotOpen(file), error.message);
}
