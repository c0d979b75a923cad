import { isRingfenceError, RingfenceError } from '#lib/api/errors.ts';
import { STORE } from '#lib/text/en/store.ts';

/** Primary result codes of SQLite (sqlite.org/rescode.html); the extended ones hold them in their low byte. */
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;
const SYSTEM_SAYS_NO = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'ENOTDIR', 'ENOENT']);

interface Failure {
  readonly message: string;
  readonly code?: string;
  readonly errcode?: number;
  readonly errstr?: string;
}

/** What SQLite or the file system refused, in words. Any other error is passed on as it is: it is a fault of ours. */
export function storeError(error: unknown, file: string): unknown {
  if (isRingfenceError(error) || !(error instanceof Error)) return error;
  const { code, errcode, errstr, message } = error as Failure;
  if (code === 'ERR_SQLITE_ERROR' && errcode !== undefined) {
    switch (errcode & 0xff) {
      case BUSY:
      case LOCKED:
        return new RingfenceError('NOT_WRITABLE', STORE.busy, message);
      case READONLY:
      case IOERR:
      case FULL:
      case CANTOPEN:
        return new RingfenceError('NOT_WRITABLE', STORE.notWritten(errstr ?? message), message);
      case CORRUPT:
      case NOTADB:
        return new RingfenceError('DAMAGED', STORE.databaseDamaged(file, errstr ?? message), message);
    }
    return error;
  }
  if (code !== undefined && SYSTEM_SAYS_NO.has(code)) {
    return new RingfenceError('NOT_WRITABLE', STORE.notWritten(message.split(',', 1)[0] ?? message), message);
  }
  return error;
}
