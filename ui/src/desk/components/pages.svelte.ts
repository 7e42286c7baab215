/** One page as the device answers it: some rows, and how many there are in all. */
export interface Page<T> {
  rows: T[];
  matches: number;
}

export type LoadPage<T> = (offset: number, limit: number) => Promise<Page<T>>;

/**
 * A long list that is loaded page by page as it comes into view.
 *
 * Asking twice for a page loads it once. After `reload` the old rows stay until their page has come
 * again, so that news never empties the screen; an answer to an older question is dropped.
 */
export class Pages<T> {
  static readonly SIZE = 100;

  count = $state(0);
  /** Nothing has come yet: the only moment at which there is nothing to show. */
  first = $state(true);
  error = $state.raw<unknown>(null);
  /** Grows when rows came; what reads `row` reads it too. */
  #version = $state(0);
  #rows = new Map<number, T[]>();
  #asked = new Set<number>();
  #question = 0;
  #wanted: [number, number] = [0, 0];
  #load: LoadPage<T>;

  constructor(load: LoadPage<T>) {
    this.#load = load;
  }

  row(index: number): T | undefined {
    void this.#version;
    return this.#rows.get(Math.floor(index / Pages.SIZE))?.[index % Pages.SIZE];
  }

  /** The place of the first loaded row that fits, `-1`: not among those that came. */
  find(fits: (row: T) => boolean): number {
    for (const [page, rows] of this.#rows) {
      const at = rows.findIndex(fits);
      if (at >= 0) return page * Pages.SIZE + at;
    }
    return -1;
  }

  /** Loads what is missing between two rows. */
  async want(from: number, to: number): Promise<void> {
    this.#wanted = [from, to];
    const pages: number[] = [];
    for (
      let page = Math.floor(from / Pages.SIZE);
      page <= Math.floor(Math.max(from, to - 1) / Pages.SIZE);
      page++
    ) {
      if (!this.#asked.has(page)) pages.push(page);
    }
    await Promise.all(pages.map((page) => this.#loadPage(page)));
  }

  /** Asks another question: another search, filter or order. The list starts anew. */
  async ask(load: LoadPage<T>): Promise<void> {
    this.#load = load;
    this.#wanted = [0, 1];
    await this.#again(true);
  }

  /** Loads again what is in view; the rest when it comes into view. */
  async reload(): Promise<void> {
    await this.#again(false);
  }

  async #again(fresh: boolean): Promise<void> {
    this.#question++;
    this.#asked.clear();
    const [from, to] = this.#wanted;
    const question = this.#question;
    await this.want(from, to);
    if (question !== this.#question) return;
    // Pages out of view are of the old question: forget them once the new ones are there.
    for (const page of this.#rows.keys()) {
      if (!this.#asked.has(page)) this.#rows.delete(page);
    }
    if (fresh) this.#version++;
  }

  async #loadPage(page: number): Promise<void> {
    const question = this.#question;
    this.#asked.add(page);
    try {
      const answer = await this.#load(page * Pages.SIZE, Pages.SIZE);
      if (question !== this.#question) return;
      this.#rows.set(page, answer.rows);
      this.count = answer.matches;
      this.error = null;
      this.first = false;
    } catch (cause) {
      if (question !== this.#question) return;
      this.#asked.delete(page);
      this.error = cause;
      this.first = false;
    }
    this.#version++;
  }
}
