import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Child } from './child.ts';
import { PATIENCE_MS, until } from './until.ts';
import type { World } from './world.ts';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
/** A new question ignores taps for a moment; nobody reads it faster than this. */
const READ_MS = 320;

/** The real window of the app on a screen of its own, steered by WebDriver as a hand would. */
export class AppWindow {
  taps = 0;
  readonly #world: World;
  readonly #screen: Child;
  readonly #display: string;
  #driver: Child | null = null;
  #url = '';
  #data = '';
  #session = '';
  #starts = 0;

  private constructor(world: World, screen: Child, display: string) {
    this.#world = world;
    this.#screen = screen;
    this.#display = display;
  }

  /** A screen that nobody sees, of the size of the window; it ends with the world. */
  static async on(world: World, size: { width: number; height: number }): Promise<AppWindow> {
    const screen = world.start('screen', '/usr/bin/Xvfb', [
      ...['-displayfd', '1', '-nolisten', 'tcp'],
      ...['-screen', '0', `${size.width}x${size.height}x24`],
    ]);
    const [display] = await screen.says(/^\d+$/m);
    const window = new AppWindow(world, screen, `:${display}`);
    world.alsoEnds(window);
    return window;
  }

  /** Starts the app on a data directory, with more in its environment than the usual. */
  async open(
    data: string,
    kind: 'kurir' | 'koordinator',
    environment: Record<string, string> = {},
  ): Promise<void> {
    this.#data = data;
    const port = await freePort();
    this.#driver = this.#world.start(
      `window-${++this.#starts}`,
      '/usr/bin/WebKitWebDriver',
      ['--host=127.0.0.1', `--port=${port}`],
      { ...environment, DISPLAY: this.#display, TAURI_WEBVIEW_AUTOMATION: 'true' },
    );
    this.#url = `http://127.0.0.1:${port}`;
    await until('the driver answers', () =>
      this.#send('GET', '/status').then(
        () => true,
        () => false,
      ),
    );
    const browser = {
      binary: join(this.#world.bin, 'rantang'),
      args: ['--data', data, '--window', kind],
    };
    const { sessionId } = await this.#send<{ sessionId: string }>('POST', '/session', {
      capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': browser } },
    });
    this.#session = `/session/${sessionId}`;
  }

  /** Kills app and driver, as a battery that falls out. */
  async kill(): Promise<void> {
    await this.#driver?.kill();
    this.#driver = null;
  }

  /** Closes the window. */
  async close(): Promise<void> {
    if (!this.#driver) return;
    await this.#send('DELETE', this.#session).catch(() => undefined);
    await this.#driver.end();
    this.#driver = null;
  }

  async end(): Promise<void> {
    await this.close();
    await this.#screen.end();
  }

  /** A web view writes down where it is within a second: waits until it has. */
  async noted(place: string): Promise<void> {
    const words = Buffer.from(place, 'utf16le');
    await until(`the web view has noted ${place}`, () => {
      const files = readdirSync(this.#data, { recursive: true, withFileTypes: true });
      return files
        .filter((file) => file.isFile() && file.name.includes('localstorage'))
        .some((file) => readFileSync(join(file.parentPath, file.name)).includes(words));
    });
  }

  /** Waits for words on the screen. */
  async sees(...words: string[]): Promise<void> {
    for (const word of words) {
      let shown = '';
      await until(`the window shows “${word}”`, async () => {
        shown = await this.text();
        return shown.includes(word);
      }).catch((reason: unknown) => {
        throw new Error(`${String(reason)}; it shows:\n${shown}`);
      });
    }
  }

  async text(): Promise<string> {
    return this.run<string>('return document.body.innerText');
  }

  /** Taps a button by the beginning of its words, once it has stood long enough to be read. */
  async tap(words: string, among = 'button, a'): Promise<void> {
    const element = await until(`the window offers “${words}”`, () => this.#standing(words, among));
    await this.#send('POST', `${this.#session}/element/${element}/click`, {});
    this.taps += 1;
  }

  /** "Kirim sekarang" until nothing waits any more; the app also tries by itself and may be quicker. */
  async sendsNow(): Promise<void> {
    await until('the window has sent everything', async () => {
      const words = await this.text();
      if (words.includes('Semua sudah terkirim')) {
        await this.tap('Kembali');
        return true;
      }
      for (const offer of ['Kirim sekarang', ' catatan ']) await this.#presses(offer);
      return !/\d catatan (tersimpan|belum)|Kirim sekarang|Mengirim/.test(words);
    });
  }

  async counting(act: () => Promise<void>): Promise<number> {
    const before = this.taps;
    await act();
    return this.taps - before;
  }

  /** Types into the one field of the screen. */
  async types(selector: string, text: string): Promise<void> {
    const found = await until(`there is ${selector}`, () =>
      this.#send<Record<string, string>>('POST', `${this.#session}/element`, {
        using: 'css selector',
        value: selector,
      }).catch(() => null),
    );
    await this.#send('POST', `${this.#session}/element/${found[ELEMENT]}/value`, { text });
  }

  async run<T>(script: string, ...args: unknown[]): Promise<T> {
    return this.#send<T>('POST', `${this.#session}/execute/sync`, { script, args });
  }

  /** The screen as a person sees it, frame and all. */
  async picture(path: string): Promise<void> {
    await this.#wait('requestAnimationFrame(() => requestAnimationFrame(done))');
    await promisify(execFile)('import', ['-display', this.#display, '-window', 'root', path]);
  }

  async #wait(script: string): Promise<void> {
    await this.#send('POST', `${this.#session}/execute/async`, {
      script: `const done = arguments[arguments.length - 1]; ${script}`,
      args: [],
    });
  }

  /** Presses a button that holds these words, if there is one at this moment. */
  async #presses(words: string): Promise<void> {
    await this.run(
      `[...document.querySelectorAll('button')].find(
        (each) => each.innerText.includes(arguments[0]) && each.checkVisibility())?.click()`,
      words,
    );
  }

  /** The id of a button that begins with these words and stays where it is for a while. */
  async #standing(words: string, among: string): Promise<string | null> {
    const found = await this.#send<Record<string, string> | null>(
      'POST',
      `${this.#session}/execute/async`,
      {
        script: `
          const [words, among, ms, done] = arguments;
          const button = [...document.querySelectorAll(among)].find(
            (each) => each.innerText.trim().startsWith(words) && each.checkVisibility());
          if (!button) return done(null);
          const { x, y } = button.getBoundingClientRect();
          const began = performance.now();
          const look = () => {
            const now = button.getBoundingClientRect();
            if (!button.isConnected || now.x !== x || now.y !== y) done(null);
            else if (performance.now() - began >= ms) done(button);
            else requestAnimationFrame(look);
          };
          look();`,
        args: [words, among, READ_MS],
      },
    );
    return found?.[ELEMENT] ?? null;
  }

  async #send<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.#url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
      // A driver that may not steer the app never answers.
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { value } = (await response.json()) as { value: T };
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
    return value;
  }
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => found(port));
    });
  });
}
