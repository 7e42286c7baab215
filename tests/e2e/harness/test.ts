import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from 'vitest';

import { Screens } from './browser.ts';
import { World, type WorldOptions } from './world.ts';

export interface Morning {
  /** Starts a world at a time; it ends with the test. */
  begin: (options: WorldOptions) => Promise<World>;
  screens: Screens;
}

/** A test with a world of its own. Nothing outlives it, whatever happens in it. */
export const test = base.extend<Morning>({
  screens: async ({ task }, use) => {
    const screens = new Screens();
    await use(screens);
    try {
      if (hasFailed(task)) {
        const directory = mkdtempSync(join(tmpdir(), 'rantang-e2e-pages-'));
        await screens.keep(directory);
        console.error(`pictures of the pages are in ${directory}`);
      } else if (screens.faults.length > 0) {
        throw new Error(`a page failed:\n${screens.faults.join('\n')}`);
      }
    } finally {
      await screens.end();
    }
  },
  begin: async ({ task }, use) => {
    const worlds: World[] = [];
    await use(async (options) => {
      const world = await World.begin(options);
      worlds.push(world);
      return world;
    });
    for (const world of worlds) await world.end(hasFailed(task));
  },
});

function hasFailed(task: { result?: { errors?: unknown[] | undefined } | undefined }): boolean {
  return (task.result?.errors?.length ?? 0) > 0;
}
