import type { Locator, Page } from 'playwright-core';

type Entry = 'Hari ini' | 'Penerima' | 'Rute antar' | 'Kunjungan' | 'Perlu dicek';

/** A coordinator at the desk, with mouse and keyboard. */
export class Coordinator {
  constructor(readonly page: Page) {}

  /** Goes to an entry of the rail. */
  async goes(entry: Entry): Promise<void> {
    const rail = this.page.getByRole('navigation', { name: 'Bagian' });
    await rail.getByRole('link', { name: new RegExp(`^${entry}`) }).click();
  }

  /** A person's page, by search. */
  async opens(name: string): Promise<void> {
    await this.goes('Penerima');
    await this.page.getByRole('searchbox').fill(name.split(' ').at(-1) ?? name);
    // The first row is another person's until the search has answered.
    await this.page.locator('tr[data-index="0"]').filter({ hasText: name }).click();
    await this.page.locator('tr[aria-selected="true"]').filter({ hasText: name }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.reads(name);
  }

  /** "Kirim sekarang": fetches what the phones sent, too, sooner than the desk would by itself. */
  async fetches(): Promise<void> {
    await this.page.getByRole('button', { name: 'Kirim sekarang' }).click();
  }

  /** Words that stand on the screen, each waited for: news arrives by itself. */
  async sees(...words: (string | RegExp)[]): Promise<void> {
    for (const word of words) await this.page.getByText(word).first().waitFor();
  }

  /** The sentence over the day: "61 dari 84 sudah diantar." */
  async reads(sentence: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { level: 1 }).filter({ hasText: sentence }).waitFor();
  }

  /** One thing of the day that asks for an act. */
  todo(words: string | RegExp): Locator {
    return this.page.locator('.todo > li').filter({ hasText: words });
  }

  async clicks(name: string | RegExp): Promise<void> {
    await this.page
      .getByRole('button', { name })
      .or(this.page.getByRole('link', { name }))
      .first()
      .click();
  }
}
