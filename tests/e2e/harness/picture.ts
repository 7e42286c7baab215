import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** A picture of a house under the sky, as a file in a folder. */
export async function house(page: Page, folder: string): Promise<string> {
  await page.setContent(
    '<body style="margin:0;background:linear-gradient(#cfe3ee 55%,#b59e86 55%)"></body>',
  );
  const path = join(folder, 'rumah.jpg');
  writeFileSync(path, await page.screenshot({ type: 'jpeg', quality: 85 }));
  return path;
}
