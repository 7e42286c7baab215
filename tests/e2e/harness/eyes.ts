import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What somebody who looks, or who listens to a screen reader, would stumble over. */
export async function faults(page: Page): Promise<string[]> {
  return [...(await axe(page)), ...(await page.evaluate(clipped))];
}

async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

/** Runs in the page: words that are cut off, or that lie beyond the edge of the screen. */
function clipped(): string[] {
  /** A wide table may be moved; nothing else may. */
  const scrollsSideways = (element: Element | null): boolean =>
    element !== null &&
    (/auto|scroll/.test(getComputedStyle(element).overflowX) ||
      scrollsSideways(element.parentElement));

  const found: string[] = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    found.push(`the page is wider than the screen: ${document.documentElement.scrollWidth}`);
  }
  for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
    const words = [...element.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent?.trim() ?? '')
      .join(' ')
      .trim();
    if (!words || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest('.vh, [aria-hidden="true"]')) continue;
    const style = getComputedStyle(element);
    const hides = style.overflowX !== 'visible' && style.overflowX !== 'auto';
    // Words that are cut on purpose carry all of themselves in a title.
    const told = element.closest('[title]') !== null;
    if (hides && !told && element.scrollWidth > element.clientWidth + 1) {
      found.push(`cut off: “${words}” (${element.scrollWidth} > ${element.clientWidth})`);
    }
    const box = element.getBoundingClientRect();
    if (box.width > 0 && box.right > width + 1 && !told && !scrollsSideways(element)) {
      found.push(`beyond the edge: “${words}” (${Math.round(box.right)} > ${width})`);
    }
  }
  return found;
}
