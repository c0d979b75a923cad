import { looksLikeFlows } from '#lib/flows/looks-like-flows.ts';

/** Enough for the first lines of any log. */
const LOOKED_AT = 64 * 1024;

/** Whether all the files are of observed flows, plain or gzipped, by their first lines. */
export async function areFlowFiles(files: readonly File[]): Promise<boolean> {
  for (const file of files) {
    const text = await beginningOf(file);
    if (!looksLikeFlows(text, file.size <= LOOKED_AT)) return false;
  }
  return files.length > 0;
}

async function beginningOf(file: File): Promise<string> {
  const start = new Uint8Array(await file.slice(0, LOOKED_AT).arrayBuffer());
  if (start[0] !== 0x1f || start[1] !== 0x8b) return new TextDecoder().decode(start);
  const reader = new Blob([start]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (let piece = await reader.read(); !piece.done && text.length < LOOKED_AT; piece = await reader.read()) {
      text += decoder.decode(piece.value, { stream: true });
    }
  } catch {
    // it was cut off, or is no gzip: what was unpacked says what it is
  }
  return text;
}
