import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

import { PATIENCE_MS } from './until.ts';

const program = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path && existsSync(path),
);

/** A page as large as the screens that the app is made for. */
export const sizes = {
  phone: { width: 412, height: 915 },
  /** The smallest phone. */
  small: { width: 360, height: 640 },
  desk: { width: 1366, height: 768 },
} as const;

export interface Look {
  size?: keyof typeof sizes;
  theme?: 'light' | 'dark';
  /** A film of JPEG pictures that the page's camera sees; without one there is no camera. */
  camera?: string;
}

/** Chromium for one world; a page for each device, as if each were a machine of its own. */
export class Screens {
  readonly #contexts: BrowserContext[] = [];
  readonly #faults: string[] = [];
  /** By what their cameras see. */
  readonly #browsers = new Map<string, Promise<Browser>>();

  /** A touch screen. */
  phone(address: string, look: Look = {}): Promise<Page> {
    return this.#open(address, { size: 'phone', ...look }, true);
  }

  /** A screen with mouse and keyboard. */
  desk(address: string, look: Look = {}): Promise<Page> {
    return this.#open(address, { size: 'desk', ...look }, false);
  }

  /** What went wrong inside the pages; empty when all is well. */
  get faults(): readonly string[] {
    return this.#faults;
  }

  /** Pictures of all pages as they stand, to see what a failed test saw. */
  async keep(directory: string): Promise<void> {
    const pages = this.#contexts.flatMap((context) => context.pages());
    await Promise.all(
      pages.map((page, index) =>
        page.screenshot({ path: join(directory, `page-${index + 1}.png`) }),
      ),
    );
  }

  async end(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
    for (const browser of this.#browsers.values()) await (await browser).close();
  }

  async #open(address: string, look: Required<Pick<Look, 'size'>> & Look, touch: boolean) {
    const browser = await this.#launched(look.camera);
    const context = await browser.newContext({
      viewport: sizes[look.size],
      deviceScaleFactor: touch ? 2 : 1,
      hasTouch: touch,
      isMobile: touch,
      colorScheme: look.theme ?? 'light',
      locale: 'id-ID',
      timezoneId: 'Asia/Jakarta',
      permissions: ['clipboard-read', 'clipboard-write', 'camera'],
    });
    this.#contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('pageerror', (error) => this.#faults.push(String(error)));
    await page.goto(address);
    return page;
  }

  #launched(camera = ''): Promise<Browser> {
    if (!program) throw new Error('Chromium is missing: run scripts/setup.sh test');
    const film = `--use-file-for-fake-video-capture=${camera}`;
    const launched =
      this.#browsers.get(camera) ??
      chromium.launch({
        executablePath: program,
        args: [
          ...['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
          ...(camera ? ['--use-fake-device-for-media-stream', film] : []),
        ],
      });
    this.#browsers.set(camera, launched);
    return launched;
  }
}
