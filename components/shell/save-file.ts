const FREED_AFTER_MS = 60_000; // the browser has read the blob long before

/** Hands a file to the browser's downloads. */
export function saveFile(content: Blob, name: string): void {
  const href = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), FREED_AFTER_MS);
}
