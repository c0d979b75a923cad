import { expect, type Page } from '@playwright/test';

export interface DroppedFile {
  readonly name: string;
  readonly text: string;
}

/** Drags files over the page and lets them fall. */
export async function dropFiles(page: Page, files: readonly DroppedFile[]): Promise<void> {
  const dataTransfer = await page.evaluateHandle((dropped) => {
    const transfer = new DataTransfer();
    for (const { name, text } of dropped) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  await page.dispatchEvent('body', 'dragover', { dataTransfer });
  await expect(page.getByText('Drop to read the file as a cluster of its own')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer });
}
