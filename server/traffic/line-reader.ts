import { StringDecoder } from 'node:string_decoder';

/** In bytes of a file, in characters of an upload: longer than any record, which has some kilobytes. */
export const LINE_MAX = 1_000_000;

/** Cuts bytes into lines. A line longer than any flow is not kept whole: `tooLong` is told its number. */
export interface LineReader {
  /** Lines that end in these bytes, with their numbers from 1. */
  push(bytes: Uint8Array): readonly NumberedLine[];
  /** The last line, where it has no end. */
  end(): readonly NumberedLine[];
}

export interface NumberedLine {
  readonly number: number;
  /** Undefined: it was too long. */
  readonly text: string | undefined;
}

export function createLineReader(): LineReader {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let number = 0;
  let isTooLong = false;

  const line = (text: string): NumberedLine[] => {
    number++;
    const told = isTooLong || text.length > LINE_MAX ? undefined : text.trim();
    isTooLong = false;
    return told === '' ? [] : [{ number, text: told }];
  };
  return {
    push(bytes) {
      const parts = (rest + decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))).split('\n');
      rest = parts.pop() ?? '';
      const lines = parts.flatMap(line);
      if (rest.length > LINE_MAX) {
        rest = '';
        isTooLong = true;
      }
      return lines;
    },
    end() {
      rest += decoder.end();
      const last = rest === '' && !isTooLong ? [] : line(rest);
      rest = '';
      return last;
    },
  };
}
