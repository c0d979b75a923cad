import { expect, type Page } from '@playwright/test';
import { type ReadPdf, readPdf } from './read-pdf.ts';

/** Exports the snapshot with the button and the dialog, and opens what was downloaded. */
export async function exportSnapshot(page: Page): Promise<ReadPdf> {
  await page.getByRole('button', { name: 'Export snapshot' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export compliance snapshot' });
  const downloaded = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Create PDF' }).click();
  const download = await downloaded;
  expect(download.suggestedFilename()).toMatch(/^ringfence-.+\.pdf$/);
  await expect(dialog).toBeHidden();
  return readPdf(await download.path());
}
