import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { faults } from './eyes.ts';

const pictures = resolve(import.meta.dirname, '../../../docs/screens');

/** Looks at one screen after another: nothing cut off, nothing that axe calls serious. */
export class Gallery {
  readonly #faults: string[] = [];

  constructor(
    readonly page: Page,
    /** Begins the names of its pictures; without one, none are made. */
    readonly kind: string | null,
    /** Which of its screens get a picture; all where nothing is said. */
    readonly only?: readonly string[],
  ) {}

  /** Looks at what stands on the screen, and makes its picture where pictures are made. */
  async at(name: string): Promise<void> {
    await this.page.evaluate(settled);
    for (const fault of await faults(this.page)) this.#faults.push(`${name}: ${fault}`);
    const wanted = this.kind !== null && (this.only?.includes(name) ?? true);
    if (!wanted || !process.env['SCREENS']) return;
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: join(pictures, `${this.kind}-${name}.png`) });
  }

  /** Everything that was found on the way. */
  isClean(): void {
    expect(this.#faults).toEqual([]);
  }
}

/** Runs in the page: fonts are there, and what moved has arrived. */
async function settled(): Promise<void> {
  await document.fonts.ready;
  const moving = document
    .getAnimations()
    .filter((each) => each.effect?.getTiming().iterations !== Infinity);
  await Promise.allSettled(moving.map((each) => each.finished));
  await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
}
