import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';

const KILOBYTE = 1000;
/** The chunk that draws the canvas comes beside the page and has a budget of its own. */
const isCanvasLibrary = (script: string): boolean => script.includes('cytoscape_stylesheet');

/** What a page loaded of script, packed as gzip does by default, without the library of the canvas. */
export interface LoadedScripts {
  /** Kilobytes that the document itself names: what the first load waits for. */
  readonly named: number;
  /** Kilobytes of all that was loaded until now. */
  readonly all: number;
}

/** Listens from now on; the returned function waits for what is under way and adds up. */
export function watchScripts(page: Page): () => Promise<LoadedScripts> {
  const scripts = new Map<string, string>();
  const reading: Promise<unknown>[] = [];
  let document = '';
  page.on('response', (response) => {
    const type = response.request().resourceType();
    if (type === 'document') reading.push(response.text().then((text) => (document = text)));
    if (type === 'script') reading.push(response.text().then((text) => scripts.set(response.url(), text)));
  });
  return async () => {
    await Promise.all(reading);
    const own = [...scripts].filter(([, script]) => !isCanvasLibrary(script));
    const sizeOf = (which: typeof own) =>
      which.reduce((sum, [, script]) => sum + gzipSync(script).byteLength, 0) / KILOBYTE;
    return {
      named: sizeOf(own.filter(([url]) => document.includes(url.slice(url.lastIndexOf('/') + 1)))),
      all: sizeOf(own),
    };
  };
}
