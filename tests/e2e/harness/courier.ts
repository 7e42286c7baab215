import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

import { until } from './until.ts';

/** A new question ignores taps for a moment; nobody reads it faster than this. */
const READ_MS = 320;

/** A courier with a phone: taps what a thumb could tap, and counts. */
export class Courier {
  taps = 0;
  /** Keys and fields that were touched: a round needs none. */
  #typed = 0;

  private constructor(readonly page: Page) {}

  static async takes(page: Page): Promise<Courier> {
    const courier = new Courier(page);
    await page.exposeFunction('e2eTyped', () => courier.#typed++);
    await page.addInitScript(watchKeyboard);
    await page.evaluate(watchKeyboard);
    return courier;
  }

  /** The app again, on the same phone, after it was closed or killed. */
  async opens(address: string): Promise<void> {
    // Another fragment alone would not load the page anew.
    await this.page.goto('about:blank');
    await this.page.goto(address);
  }

  /** The first start asks once how large the text should be. */
  async begins(): Promise<void> {
    await this.tap('Pakai ukuran ini');
    this.taps = 0;
  }

  get typed(): number {
    return this.#typed;
  }

  /** How many taps an act took. */
  async counting(act: () => Promise<void>): Promise<number> {
    const before = this.taps;
    await act();
    return this.taps - before;
  }

  /** A button, a door of the list or a chip, by the beginning of its words. */
  target(words: string): Locator {
    const escaped = words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return this.page.getByRole('button', { name: new RegExp(`^${escaped}`) }).first();
  }

  /** Taps once it has stood there long enough to be read. */
  async tap(words: string): Promise<void> {
    await this.tapOn(this.target(words));
  }

  async tapOn(target: Locator): Promise<void> {
    await until(`${target} stands still`, async () => {
      await target.waitFor();
      return target.evaluate(hasStood, READ_MS).catch(() => false);
    });
    await target.tap();
    this.taps += 1;
  }

  /** Android's gesture. */
  async back(): Promise<void> {
    const before = this.page.url();
    await this.page.goBack();
    await until('the screen is one step back', () => this.page.url() !== before);
  }

  /** The door that stands open at the head of the list. */
  async door(): Promise<string> {
    const name = this.page.locator('h2.door__name');
    return (await name.textContent())?.trim() ?? '';
  }

  /** Waits for a door to stand open at the head of the list. */
  async stands(name: string): Promise<void> {
    await until(`${name} stands open`, async () => (await this.door()) === name);
  }

  /** "12 dari 20" at the head of the round. */
  count(): Promise<string> {
    return this.page.locator('.head__count b').innerText();
  }

  /** Waits for the head to say how many doors are done. */
  async done(count: string): Promise<void> {
    await until(`the head says ${count}`, async () => (await this.count()) === count);
  }

  /** Waits for the head to say something else than before. */
  async counted(before: string): Promise<void> {
    await until(`the head says more than ${before}`, async () => (await this.count()) !== before);
  }

  /** Words that stand on the screen, each waited for. */
  async sees(...words: (string | RegExp)[]): Promise<void> {
    for (const word of words) await this.page.getByText(word).first().waitFor();
  }

  async doesNotSee(word: string | RegExp): Promise<void> {
    expect(await this.page.getByText(word).count(), `${word} is on the screen`).toBe(0);
  }

  /** The record is durable: the bar with *Urungkan* names it. */
  async said(words: string | RegExp): Promise<void> {
    await this.page.locator('.undo').filter({ hasText: words }).waitFor();
  }

  /** Opens a door of the list out of order. */
  async open(name: string): Promise<void> {
    if ((await this.door()) === name) return;
    await this.tapOn(this.page.locator('button.row').filter({ hasText: name }).first());
    await this.stands(name);
  }

  /** From the list before the start to the first door. */
  async starts(boxes: number): Promise<void> {
    await this.tap(`Saya terima ${boxes} kotak`);
    await this.tap('Mulai antar');
    await this.page.locator('h2.door__name').waitFor();
  }

  /**
   * From the line that tells what waits, over *Kirim sekarang*, to "Semua sudah terkirim" and back. The
   * phone also tries by itself: whatever it was quicker with is left out.
   */
  async sendsNow(): Promise<void> {
    const waits = this.page.locator('button.wait');
    const send = this.target('Kirim sekarang');
    const sent = this.page.getByText('Semua sudah terkirim');
    const sending = this.page.getByRole('button', { name: /^(Kirim sekarang|Mengirim)/ });
    await until('everything is sent', async () => {
      if (await sent.isVisible()) {
        await this.tap('Kembali');
        return true;
      }
      for (const target of [send, waits]) {
        if (await target.isVisible()) await target.tap({ timeout: 1_000 }).catch(() => undefined);
      }
      return !(await waits.isVisible()) && !(await sending.isVisible());
    });
  }

  async delivers(words: 'Diterima sendiri' | 'Diterima keluarga' = 'Diterima sendiri') {
    await this.tap(words);
    await this.tap('Baik');
  }
}

/** Runs in the page: tells of every key and every field that would bring up a keyboard. */
function watchKeyboard(): void {
  const tell = (globalThis as unknown as { e2eTyped: () => void }).e2eTyped;
  addEventListener('keydown', () => tell(), true);
  addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLInputElement && target.type !== 'checkbox') tell();
    if (target instanceof HTMLTextAreaElement) tell();
  });
}

/** Runs in the page: whether an element stays where it is for a while. */
function hasStood(element: Element, ms: number): Promise<boolean> {
  const { x, y } = element.getBoundingClientRect();
  const began = performance.now();
  return new Promise((answer) => {
    const look = () => {
      const now = element.getBoundingClientRect();
      if (!element.isConnected || now.x !== x || now.y !== y) answer(false);
      else if (performance.now() - began >= ms) answer(true);
      else requestAnimationFrame(look);
    };
    look();
  });
}
